import { getClient } from '@intarsia/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { registryKey } from './registry.ts';

function differenceQuery(before: string, after: string) {
  return queryOptions({
    queryKey: [...registryKey, 'difference', before, after],
    queryFn: ({ signal }) =>
      getClient()
        .http.request('get', '/api/registry/differences', { query: { before, after }, signal })
        .then(({ data }) => data),
  });
}

/** What one release has that another has not; each is `channel` or `channel@number`. */
export function useDifference(before: string, after: string) {
  return useQuery(differenceQuery(before, after));
}
