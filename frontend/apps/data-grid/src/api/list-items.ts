import { type ApiAnswer, getClient } from '@intarsia/client';
import type { ListBase } from '@intarsia/table';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { Filters } from '../state/list-state.ts';
import { itemsKey } from './item.ts';

export type ItemPage = ApiAnswer<'get', '/api/data'>;

export type ListItems = ListBase & Filters;

function fetchItems({ limit, cursor, sort, ...filter }: ListItems, signal: AbortSignal): Promise<ItemPage> {
  const query = {
    limit,
    sort,
    cursor,
    q: filter.q,
    category: filter.category,
    status: filter.status || undefined,
  };
  return getClient()
    .http.request('get', '/api/data', { query, signal })
    .then(({ data }) => data);
}

export function itemsQuery(list: ListItems) {
  return queryOptions({
    queryKey: [...itemsKey, 'list', list],
    queryFn: ({ signal }) => fetchItems(list, signal),
    // The old page stays while the next one comes: no jump of the layout.
    placeholderData: keepPreviousData,
  });
}

export function useItems(list: ListItems) {
  return useQuery(itemsQuery(list));
}
