import { type ApiAnswer, type ApiBody, getClient, type Role } from '@intarsia/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

export type Token = ApiAnswer<'get', '/api/tokens'>['items'][number];
export type NewToken = ApiBody<'post', '/api/tokens'>;
export type MadeToken = ApiAnswer<'post', '/api/tokens'>;
export type Scope = NewToken['scopes'][number];

const key = ['tokens', 'personal'] as const;
/** More than anybody keeps track of. */
const most = 200;

export function useTokens() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      getClient()
        .http.request('get', '/api/tokens', {
          query: { kind: 'personal', sort: '-created_at', limit: most },
          signal,
        })
        .then(({ data }) => data),
  });
}

export function useCreateToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewToken) =>
      getClient()
        .http.request('post', '/api/tokens', { body })
        .then(({ data }) => data),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}

export function useDeleteToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      getClient().http.request('delete', '/api/tokens/{token_id}', { params: { token_id: id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}

const viewer = ['data:read', 'analytics:read', 'registry:read', 'settings:read', 'settings:write'] as const;
const user = [...viewer, 'data:write', 'errors:read'] as const;
const admin = [
  ...user,
  'errors:resolve',
  'users:read',
  'users:write',
  'audit:read',
  'settings:defaults',
  'registry:publish',
  'registry:release',
  'registry:reshape',
] as const;

/** What each role may give away. The server decides; this only spares a refusal. */
export const scopesOf = { viewer, user, admin } satisfies Record<Role, readonly Scope[]>;
