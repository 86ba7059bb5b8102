import { getClient } from '@intarsia/client';
import { useQuery } from '@tanstack/react-query';
import { usersKey } from './user.ts';

/** One user with the ETag that a change needs. */
export function fetchUser(id: string, signal?: AbortSignal) {
  return getClient().http.request('get', '/api/users/{user_id}', { params: { user_id: id }, signal });
}

/** An edit starts from what the server has now. */
export function useUserWithTag(id: string) {
  return useQuery({
    queryKey: [...usersKey, 'user', id],
    queryFn: ({ signal }) => fetchUser(id, signal),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}
