import { createContext } from 'react';

const paths = ['/reset-password', '/verify-email'];

/** The token of the mailed link that this page was opened with. */
export const MailTokenContext = createContext<string | undefined>(undefined);

/** Takes the token out of the address before anything else reads it: an address is kept in histories and seen over shoulders. */
export function takeMailToken({
  location,
  history,
}: Pick<Window, 'location' | 'history'>): string | undefined {
  if (!paths.includes(location.pathname)) return undefined;
  const token = tokenIn(location.hash);
  if (token) history.replaceState(history.state, '', location.pathname);
  return token;
}

export function tokenIn(hash: string): string | undefined {
  return new URLSearchParams(hash.slice(1)).get('token') ?? undefined;
}
