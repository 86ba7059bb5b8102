import { getClient } from '@intarsia/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { registryKey, type State, type Version } from './registry.ts';

interface Wish {
  state: State;
  reason: string;
  /** Open pages that run the version reload at once. */
  force: boolean;
}

/** Deprecates, withdraws or activates a version. */
export function useSetState({ app, version }: Pick<Version, 'app' | 'version'>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Wish) =>
      getClient()
        .http.request('patch', '/api/registry/apps/{app}/versions/{version}', {
          params: { app, version },
          body,
        })
        .then(({ data }) => data),
    onSuccess: () => queries.invalidateQueries({ queryKey: registryKey }),
  });
}
