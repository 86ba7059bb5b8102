import { getClient } from '@intarsia/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { signInsKey } from './sign-in.ts';

/** Its next request is refused, and its pages say so. */
export function useEndSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (sid: string) =>
      getClient().http.request('delete', '/api/auth/sessions/{sid}', { params: { sid } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: signInsKey }),
  });
}
