import { getClient } from '@intarsia/client';
import { useQuery } from '@tanstack/react-query';
import { signInsKey } from './sign-in.ts';

/** What happened to a sign-in, the newest first. */
export function useEvents(sid: string) {
  return useQuery({
    queryKey: [...signInsKey, 'events', sid],
    queryFn: ({ signal }) =>
      getClient()
        .http.request('get', '/api/auth/sessions/{sid}/events', { params: { sid }, signal })
        .then(({ data }) => data),
    staleTime: 5_000,
  });
}
