import { getClient } from '@intarsia/client';
import { useQuery } from '@tanstack/react-query';

/** Oneself as the server knows one now: a mailed link may have been opened elsewhere. */
export function useMe() {
  return useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) =>
      getClient()
        .http.request('get', '/api/auth/me', { signal })
        .then(({ data }) => data),
    staleTime: 0,
  });
}
