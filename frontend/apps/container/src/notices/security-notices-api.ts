import { type ApiAnswer, getClient } from '@intarsia/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';

export type SecurityNotice = ApiAnswer<'get', '/api/auth/notices'>[number];

export const securityNoticesKey = ['security-notices'] as const;

/** What the server noticed of one's sign-ins, the newest first. */
export function useSecurityNotices() {
  return useQuery({
    queryKey: securityNoticesKey,
    queryFn: ({ signal }) =>
      getClient()
        .http.request('get', '/api/auth/notices', { signal })
        .then(({ data }) => data),
  });
}

/** Tells the server that what is known here has been seen; if it does not hear, they are new once more. */
export function useSeeNotices(): () => void {
  const queries = useQueryClient();
  return () => {
    const [newest] = (queries.getQueryData<SecurityNotice[]>(securityNoticesKey) ?? []).filter(
      ({ seen }) => !seen,
    );
    if (!newest) return;
    getClient()
      .http.request('post', '/api/auth/notices/seen', { body: { up_to: newest.id } })
      .catch(() => undefined);
  };
}
