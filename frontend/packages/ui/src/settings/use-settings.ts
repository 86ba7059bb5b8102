import { getClient } from '@intarsia/client';
import { useQuery } from '@tanstack/react-query';
import { useUser } from '../auth/use-session.ts';
import { mineKey, type Settings } from './settings.ts';
import { useWithPending } from './with-pending.ts';

/** A guest has none. A change in this page shows at once, one in another browser comes as an event. */
export function useSettings() {
  const user = useUser();
  const queryKey = mineKey(user?.id);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }): Promise<Settings> =>
      getClient()
        .http.request('get', '/api/settings', { signal })
        .then(({ data }) => data as Settings),
    enabled: user !== undefined,
  });
  return { ...query, data: useWithPending(queryKey, query.data) };
}
