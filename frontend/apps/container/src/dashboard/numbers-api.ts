import { getClient } from '@intarsia/client';
import { useQuery } from '@tanstack/react-query';

export interface Count {
  value: number;
  /** There are more than were counted. */
  more?: boolean;
}

/** What a card shows of a query. */
export interface Counted {
  data: Count | undefined;
  error: unknown;
  isFetching: boolean;
  refetch: () => unknown;
}

/** How many records there are; the server counts to ten thousand. */
export function useRecordCount(): Counted {
  return useQuery({
    queryKey: ['data', 'count'],
    queryFn: ({ signal }) =>
      getClient()
        .http.request('get', '/api/data', { query: { limit: 1 }, signal })
        .then(({ data: { total, total_capped } }) => ({ value: total, more: total_capped })),
  });
}

/** Groups of errors that nobody has resolved. */
export function useOpenErrorCount(enabled: boolean): Counted {
  return useQuery({
    queryKey: ['errors', 'stats'],
    enabled,
    queryFn: ({ signal }) => getClient().http.request('get', '/api/errors/stats', { signal }),
    select: ({ data }) => ({ value: data.by_status.find(({ name }) => name === 'open')?.groups ?? 0 }),
  });
}

/** Recorded events of the last thirty days, which is the server's usual period. */
export function useEventCount(): Counted {
  return useQuery({
    queryKey: ['analytics', 'metrics'],
    queryFn: ({ signal }) => getClient().http.request('get', '/api/analytics/metrics', { signal }),
    select: ({ data }) => ({ value: data.cards.find(({ name }) => name === 'events')?.value ?? 0 }),
  });
}

/** Both come with one request. */
export function useUserCount(of: 'users' | 'sign_ins', enabled: boolean): Counted {
  return useQuery({
    queryKey: ['users', 'stats'],
    enabled,
    queryFn: ({ signal }) => getClient().http.request('get', '/api/users/stats', { signal }),
    select: ({ data }) => ({ value: data[of] }),
  });
}
