const parameter = 'next';

/** The sign-in page's address that leads back to where someone was. */
export function loginPath(from: string): string {
  return from === '/' ? '/login' : `/login?${new URLSearchParams({ [parameter]: from })}`;
}

/** Where to go after signing in. Only a path of this site: `//host` and `/\host` would leave it. */
export function nextPath(search: URLSearchParams): string {
  const next = search.get(parameter) ?? '/';
  return /^\/(?![/\\])/.test(next) && !next.startsWith('/login') ? next : '/';
}
