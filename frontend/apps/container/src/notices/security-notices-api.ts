import { type ApiAnswer, getClient } from '@intarsia/client';
import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';

export type SecurityNotice = ApiAnswer<'get', '/api/auth/notices'>['items'][number];

const perPage = 20;

export const securityNotices = infiniteQueryOptions({
  queryKey: ['security-notices'],
  queryFn: ({ signal, pageParam }) =>
    getClient()
      .http.request('get', '/api/auth/notices', { query: { limit: perPage, cursor: pageParam }, signal })
      .then(({ data }) => data),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
});

/** What the server noticed of one's sign-ins, the newest first. */
export function useSecurityNotices() {
  return useInfiniteQuery(securityNotices);
}

/** Tells the server that what is known here has been seen; if it does not hear, they are new once more. */
export function useSeeNotices(): () => void {
  const queries = useQueryClient();
  return () => {
    const pages = queries.getQueryData(securityNotices.queryKey)?.pages ?? [];
    const newest = pages.flatMap(({ items }) => items).find(({ seen }) => !seen);
    if (!newest) return;
    getClient()
      .http.request('post', '/api/auth/notices/seen', { body: { up_to: newest.id } })
      .catch(() => undefined);
  };
}
