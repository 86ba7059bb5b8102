import { getClient } from '@intarsia/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { usersKey } from './user.ts';

export function useDeleteUser() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      getClient().http.request('delete', '/api/users/{user_id}', { params: { user_id: id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: usersKey }),
  });
}
