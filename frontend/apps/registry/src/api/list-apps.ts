import { getClient } from '@intarsia/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { registryKey } from './registry.ts';

function appsQuery() {
  return queryOptions({
    queryKey: [...registryKey, 'apps'],
    queryFn: ({ signal }) =>
      getClient()
        .http.request('get', '/api/registry/apps', { query: { limit: 1000 }, signal })
        .then(({ data }) => data.items),
  });
}

/** Every app that was ever published, by id. */
export function useApps() {
  return useQuery(appsQuery());
}
