import { getClient } from '@intarsia/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { itemsKey } from './item.ts';

/** As many as the server gives at once; nobody looks for one among more in a menu. */
const mostShown = 1000;

function categoriesQuery() {
  return queryOptions({
    queryKey: [...itemsKey, 'categories'],
    queryFn: ({ signal }) =>
      getClient()
        .http.request('get', '/api/data/categories', { query: { limit: mostShown }, signal })
        .then(({ data }) => data.items.map(({ name }) => name)),
  });
}

/** The categories in use, for the filter and as proposals in the form. */
export function useCategories(): string[] {
  return useQuery(categoriesQuery()).data ?? [];
}
