import { getClient } from '@intarsia/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { registryKey } from './registry.ts';

const path = '/api/registry/channels/{channel}/lock';

/** Closes a channel to releases for a reason. */
export function useLock(channel: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      getClient().http.request('put', path, { params: { channel }, body: { reason } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: registryKey }),
  });
}

/** Opens a channel again. */
export function useUnlock(channel: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => getClient().http.request('delete', path, { params: { channel } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: registryKey }),
  });
}
