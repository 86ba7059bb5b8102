import { getClient } from '@intarsia/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ItemInput, itemsKey } from './item.ts';

interface Update {
  id: string;
  body: ItemInput;
  etag: string | undefined;
}

/** Refused with 412 when the item has changed since its ETag was read. */
export function useUpdateItem() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body, etag }: Update) =>
      getClient().http.request('patch', '/api/data/{item_id}', {
        params: { item_id: id },
        body,
        ifMatch: etag,
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: itemsKey }),
  });
}
