import type { Answer, Body, Method, Operation, PathsOf } from './http/typed.ts';

/** What a call answers, by path, so that names inside the OpenAPI document may change freely. */
export type ApiAnswer<M extends Method, P extends PathsOf<M>> = Answer<Operation<P, M>>;
export type ApiBody<M extends Method, P extends PathsOf<M>> = Body<Operation<P, M>>;

export type User = ApiAnswer<'get', '/api/users/{user_id}'>;
/** Oneself, who knows more. */
export type Me = ApiAnswer<'get', '/api/auth/me'>;
export type Role = User['role'];

/** What sign-in and refresh answer to a browser. */
export type Session = Pick<
  NonNullable<ApiAnswer<'post', '/api/auth/login'>>,
  'access_token' | 'token_type' | 'expires_in' | 'user'
>;
