import { getClient } from '@intarsia/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { itemsKey } from './item.ts';

function categoriesQuery() {
  return queryOptions({
    queryKey: [...itemsKey, 'categories'],
    queryFn: ({ signal }) =>
      getClient()
        .http.request('get', '/api/data/categories', { signal })
        .then(({ data }) => data),
  });
}

/** The categories in use, for the filter and as proposals in the form. */
export function useCategories(): string[] {
  return useQuery(categoriesQuery()).data ?? [];
}
