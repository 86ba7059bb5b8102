import { getClient } from '@intarsia/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { registryKey } from './registry.ts';

export type RollbackTarget = { release: number } | { app: string };

/** A new release with an old map, whole or for one app. */
export function useRollBack(channel: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (target: RollbackTarget) =>
      getClient()
        .http.request('post', '/api/registry/channels/{channel}/rollback', {
          params: { channel },
          body: { ...target, note: '' },
        })
        .then(({ data }) => data),
    onSuccess: () => queries.invalidateQueries({ queryKey: registryKey }),
  });
}
