import { getClient } from '@intarsia/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { registryKey } from './registry.ts';

interface Promotion {
  channel: string;
  app: string;
  version: string;
  note: string;
  etag: string | undefined;
}

/** Refused with 412 when the channel has changed since its ETag was read. */
export function usePromote() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ channel, app, version, note, etag }: Promotion) =>
      getClient()
        .http.request('post', '/api/registry/channels/{channel}/releases', {
          params: { channel },
          body: { changes: { [app]: { version } }, note },
          ifMatch: etag,
        })
        .then(({ data }) => data),
    onSuccess: () => queries.invalidateQueries({ queryKey: registryKey }),
  });
}
