import { type ApiAnswer, getClient } from '@intarsia/client';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { itemsKey } from './item.ts';

type HistoryPage = ApiAnswer<'get', '/api/data/{item_id}/history'>;
export type HistoryEntry = HistoryPage['items'][number];

function historyQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: [...itemsKey, 'history', id],
    // Values of unknown form could be functions for all that inference knows: hence the named page.
    queryFn: ({ signal, pageParam }): Promise<HistoryPage> =>
      getClient()
        .http.request('get', '/api/data/{item_id}/history', {
          params: { item_id: id },
          query: { limit: 20, cursor: pageParam },
          signal,
        })
        .then(({ data }) => data),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }: HistoryPage) => next_cursor ?? undefined,
  });
}

/** The newest changes, and older ones on demand. */
export function useHistory(id: string) {
  return useInfiniteQuery(historyQuery(id));
}
