import { getClient } from '@intarsia/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type UserChange, usersKey } from './user.ts';

interface Update {
  id: string;
  body: UserChange;
  etag: string | undefined;
}

/** Refused with 412 when somebody else saved first, with 409 for a name that is taken and for the last administrator. */
export function useUpdateUser() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body, etag }: Update) =>
      getClient().http.request('patch', '/api/users/{user_id}', {
        params: { user_id: id },
        body,
        ifMatch: etag,
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: usersKey }),
  });
}
