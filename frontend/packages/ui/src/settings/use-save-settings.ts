import { getClient } from '@intarsia/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useUser } from '../auth/use-session.ts';
import { type Settings, type SettingsChange, settingsKey } from './settings.ts';

/** Every page obeys a change at once; it is taken back when the server refuses it. */
export function useSaveSettings() {
  const queries = useQueryClient();
  const queryKey = [...settingsKey, 'mine', useUser()?.id];
  return useMutation({
    mutationFn: (body: SettingsChange) =>
      getClient()
        .http.request('patch', '/api/settings', { body })
        .then(({ data }) => data),
    // One after another, so that a late answer never shows an older choice.
    scope: { id: 'settings' },
    onMutate: async (change) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData<Settings>(queryKey);
      if (before) queries.setQueryData<Settings>(queryKey, { ...before, ...change } as Settings);
      return { before };
    },
    onError: (_error, _change, context) => queries.setQueryData(queryKey, context?.before),
    onSettled: () => queries.invalidateQueries({ queryKey: settingsKey }),
  });
}
