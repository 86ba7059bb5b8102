import { getClient } from '@intarsia/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useUser } from '../auth/use-session.ts';
import { mineKey, type Settings, type SettingsChange } from './settings.ts';

/** Every page obeys a change from the click on (`useSettings`); it is taken back when the server refuses it. */
export function useSaveSettings() {
  const queries = useQueryClient();
  const key = mineKey(useUser()?.id);
  return useMutation({
    mutationKey: key,
    mutationFn: (body: SettingsChange) =>
      getClient()
        .http.request('patch', '/api/settings', { body })
        .then(({ data }) => data as Settings),
    // One after another: the server has them in the order of the clicks.
    scope: { id: 'settings' },
    onSuccess: async (saved) => {
      // An answer that was asked for before would be older than this one.
      await queries.cancelQueries({ queryKey: key });
      queries.setQueryData<Settings>(key, saved);
    },
    onError: () => queries.invalidateQueries({ queryKey: key }),
  });
}
