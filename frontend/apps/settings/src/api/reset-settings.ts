import { getClient } from '@intarsia/client';
import { settingsKey } from '@intarsia/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';

export function useResetSettings() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => getClient().http.request('post', '/api/settings/reset'),
    onSuccess: () => queries.invalidateQueries({ queryKey: settingsKey }),
  });
}
