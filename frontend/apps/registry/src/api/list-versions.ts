import { getClient } from '@intarsia/client';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { registryKey } from './registry.ts';

const perPage = 25;

function versionsQuery(app: string) {
  return infiniteQueryOptions({
    queryKey: [...registryKey, 'versions', app],
    queryFn: ({ signal, pageParam }) =>
      getClient()
        .http.request('get', '/api/registry/apps/{app}/versions', {
          params: { app },
          query: { limit: perPage, cursor: pageParam },
          signal,
        })
        .then(({ data }) => data),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });
}

/** An app's versions, the last published first, a page at a time. */
export function useVersions(app: string) {
  return useInfiniteQuery(versionsQuery(app));
}
