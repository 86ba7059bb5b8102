import { type ApiAnswer, getClient } from '@intarsia/client';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

export type ErrorGroup = ApiAnswer<'get', '/api/errors'>['items'][number];

const key = ['errors'] as const;
const shown = 25;

function openErrorsQuery() {
  return queryOptions({
    queryKey: [...key, 'open'],
    queryFn: ({ signal }) =>
      getClient()
        .http.request('get', '/api/errors', { query: { status: 'open', limit: shown }, signal })
        .then(({ data }) => data),
    staleTime: 2_000,
  });
}

/** Open errors, the one seen last first. */
export function useOpenErrors(enabled: boolean) {
  return useQuery({ ...openErrorsQuery(), enabled });
}

export function useResolveError() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      getClient().http.request('patch', '/api/errors/{error_id}', {
        params: { error_id: id },
        body: { status: 'resolved' },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}
