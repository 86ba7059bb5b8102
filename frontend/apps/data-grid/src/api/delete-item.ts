import { getClient } from '@intarsia/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { itemsKey } from './item.ts';

export function useDeleteItem() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      getClient().http.request('delete', '/api/data/{item_id}', { params: { item_id: id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: itemsKey }),
  });
}
