import { getClient } from '@intarsia/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { itemsKey } from './item.ts';

function itemQuery(id: string | undefined) {
  return queryOptions({
    queryKey: [...itemsKey, 'item', id],
    queryFn: ({ signal }) =>
      getClient().http.request('get', '/api/data/{item_id}', { params: { item_id: id ?? '' }, signal }),
    enabled: id !== undefined,
    // An edit starts from what the server has now, with the ETag that belongs to it.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

/** One item with its ETag; asks for nothing while `id` is undefined. */
export function useItem(id: string | undefined) {
  return useQuery(itemQuery(id));
}
