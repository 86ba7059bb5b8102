import { getClient } from '@intarsia/client';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { signInsKey } from './sign-in.ts';

const perPage = 20;

function eventsQuery(sid: string) {
  return infiniteQueryOptions({
    queryKey: [...signInsKey, 'events', sid],
    queryFn: ({ signal, pageParam }) =>
      getClient()
        .http.request('get', '/api/auth/sessions/{sid}/events', {
          params: { sid },
          query: { limit: perPage, cursor: pageParam },
          signal,
        })
        .then(({ data }) => data),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    staleTime: 5_000,
  });
}

/** What happened to a sign-in, the newest first. */
export function useEvents(sid: string) {
  return useInfiniteQuery(eventsQuery(sid));
}
