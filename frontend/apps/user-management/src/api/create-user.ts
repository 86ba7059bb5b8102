import { getClient } from '@intarsia/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type NewUser, usersKey } from './user.ts';

export function useCreateUser() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewUser) => getClient().http.request('post', '/api/users', { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: usersKey }),
  });
}
