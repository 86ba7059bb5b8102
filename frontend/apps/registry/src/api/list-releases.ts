import { getClient } from '@intarsia/client';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { registryKey } from './registry.ts';

const perPage = 25;

function releasesQuery(channel: string) {
  return infiniteQueryOptions({
    queryKey: [...registryKey, 'releases', channel],
    queryFn: ({ signal, pageParam }) =>
      getClient()
        .http.request('get', '/api/registry/channels/{channel}/releases', {
          params: { channel },
          query: { limit: perPage, cursor: pageParam },
          signal,
        })
        .then(({ data }) => data),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });
}

/** A channel's history, the newest first; the first one is live. Empty before its first release. */
export function useReleases(channel: string) {
  return useInfiniteQuery(releasesQuery(channel));
}
