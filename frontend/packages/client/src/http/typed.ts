import type { paths } from '@intarsia/api-types';
import type { QueryValue } from './http-request.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Paths that answer to a method. */
export type PathsOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, object> ? P : never;
}[keyof paths];

export type Operation<P extends keyof paths, M extends Method> =
  paths[P] extends Record<M, infer O> ? O : never;

type Json<R> = R extends { content: { 'application/json': infer T } } ? T : undefined;

/** The body of the successful answer; undefined for 204. */
export type Answer<O> = O extends { responses: infer R }
  ? { [S in keyof R]: S extends 200 | 201 | 202 | 204 ? Json<R[S]> : never }[keyof R]
  : never;

/** What is sent; some calls may do without. */
export type Body<O> = O extends { requestBody?: infer R } ? Content<NonNullable<R>> : undefined;

type Content<R> = [R] extends [never]
  ? undefined
  : R extends { content: { 'application/json': infer T } }
    ? NonNullable<T>
    : undefined;

type Parameters<O, Kind extends string> = O extends { parameters: infer P }
  ? Kind extends keyof P
    ? NonNullable<P[Kind]>
    : undefined
  : undefined;

export interface RequestOptions<O> {
  params?: Parameters<O, 'path'>;
  /** Undefined, null and empty values are left out of the address. */
  query?: { [K in keyof Parameters<O, 'query'>]: (Parameters<O, 'query'>[K] & QueryValue) | undefined };
  body?: Body<O>;
  /** The ETag that was read; the server refuses with 412 when the thing has changed since. */
  ifMatch?: string | undefined;
  signal?: AbortSignal | undefined;
}

export interface ApiResponse<T> {
  data: T;
  /** The version of a single resource, for `ifMatch`. */
  etag: string | undefined;
}
