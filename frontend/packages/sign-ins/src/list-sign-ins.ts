import { getClient } from '@intarsia/client';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { signInsKey } from './sign-in.ts';

const perPage = 10;

interface ListSignIns {
  /** Another person's, for who administers users. */
  user: string | undefined;
  /** Those that are over, too. */
  ended: boolean;
}

function signInsQuery({ user, ended }: ListSignIns) {
  return infiniteQueryOptions({
    queryKey: [...signInsKey, 'list', user, ended],
    queryFn: ({ signal, pageParam }) =>
      getClient()
        .http.request('get', '/api/auth/sessions', {
          query: { user, ended: ended || undefined, sort: '-created_at', limit: perPage, cursor: pageParam },
          signal,
        })
        .then(({ data }) => data),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    staleTime: 5_000,
  });
}

/** The newest first. */
export function useSignIns(asked: ListSignIns) {
  return useInfiniteQuery(signInsQuery(asked));
}
