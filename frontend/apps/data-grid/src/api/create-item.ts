import { getClient } from '@intarsia/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ItemInput, itemsKey } from './item.ts';

export function useCreateItem() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ItemInput) => getClient().http.request('post', '/api/data', { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: itemsKey }),
  });
}
