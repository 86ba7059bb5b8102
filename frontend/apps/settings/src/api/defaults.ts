import { getClient } from '@intarsia/client';
import { type Settings, type SettingsChange, settingsKey, useWithPending } from '@intarsia/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

const queryKey = [...settingsKey, 'defaults'];

interface Tagged {
  data: Settings;
  etag: string | undefined;
}

/** What holds for everybody; a change shows at once. The cache has the ETag that the next one needs. */
export function useDefaults() {
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      getClient()
        .http.request('get', '/api/settings/defaults', { signal })
        .then((answer) => answer as Tagged),
  });
  return { ...query, data: useWithPending(queryKey, query.data?.data) };
}

/** Refused with 412 when another administrator changed them meanwhile; what they chose is shown then. */
export function useSaveDefaults() {
  const queries = useQueryClient();
  return useMutation({
    mutationKey: queryKey,
    mutationFn: (change: SettingsChange) => {
      const held = queries.getQueryData<Tagged>(queryKey);
      const body = { ...held?.data, ...change };
      return getClient().http.request('put', '/api/settings/defaults', { body, ifMatch: held?.etag });
    },
    scope: { id: 'settings-defaults' },
    onSuccess: (saved) => queries.setQueryData<Tagged>(queryKey, saved as Tagged),
    onSettled: () => queries.invalidateQueries({ queryKey: settingsKey }),
  });
}
