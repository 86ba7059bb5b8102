import { getClient } from '@intarsia/client';
import { useQuery } from '@tanstack/react-query';
import { useUser } from '../auth/use-session.ts';
import { type Settings, settingsKey } from './settings.ts';

/** A guest has none. A change in another browser comes as an event. */
export function useSettings() {
  const user = useUser();
  return useQuery({
    queryKey: [...settingsKey, 'mine', user?.id],
    queryFn: ({ signal }): Promise<Settings> =>
      getClient()
        .http.request('get', '/api/settings', { signal })
        .then(({ data }) => data as Settings),
    enabled: user !== undefined,
  });
}
