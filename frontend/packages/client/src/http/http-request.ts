/** A request that can be sent again: plain data, no stream. */
export interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
  signal: AbortSignal | undefined;
}

export type Next = (request: HttpRequest) => Promise<Response>;

/** Wraps every request: may change it, answer it, look at the answer, or send it again. */
export type Interceptor = (request: HttpRequest, next: Next) => Promise<Response>;

export type QueryValue = string | number | boolean | null | undefined | readonly (string | number)[];

/** Fills `{id}` in a path and adds the query; empty values are left out. */
export function buildUrl(
  path: string,
  params: Record<string, string | number> = {},
  query: Record<string, QueryValue> = {},
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null && item !== '') search.append(name, String(item));
    }
  }
  const text = search.toString();
  return text ? `${filled}?${text}` : filled;
}
