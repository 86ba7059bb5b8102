import { getClient } from '@intarsia/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { registryKey } from './registry.ts';

function channelsQuery() {
  return queryOptions({
    queryKey: [...registryKey, 'channels'],
    queryFn: ({ signal }) =>
      getClient()
        .http.request('get', '/api/registry/channels', { query: { limit: 1000 }, signal })
        .then(({ data }) => data.items),
  });
}

/** Every channel that ever had a release, by name, with who locked it. */
export function useChannels() {
  return useQuery(channelsQuery());
}
