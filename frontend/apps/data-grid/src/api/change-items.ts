import { type ApiBody, getClient } from '@intarsia/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { itemsKey } from './item.ts';

type Bulk = ApiBody<'post', '/api/data/bulk'>;

/** Many at once: all of it is done, or nothing. */
export function useChangeItems() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Bulk) => getClient().http.request('post', '/api/data/bulk', { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: itemsKey }),
  });
}
