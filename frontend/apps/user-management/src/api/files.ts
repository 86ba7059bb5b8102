import { getClient } from '@intarsia/client';
import { useQueryClient } from '@tanstack/react-query';
import type { UserListState } from '../state/list-state.ts';
import { usersKey } from './user.ts';

/** All who fit the list's filter, in its order. */
export function fetchUsersFile(
  { sort, q, role, state }: UserListState['list'],
  onProgress: (bytes: number) => void,
): Promise<Blob> {
  const is_active = state === '' ? undefined : state === 'active';
  const query = { sort, q, role: role || undefined, is_active };
  return getClient().http.file('/api/users/export', 'text/csv', { query }, onProgress);
}

/** Resolves to how many users were made. */
export function useImportUsers(): (content: string) => Promise<number> {
  const queries = useQueryClient();
  return async (content) => {
    const { created } = await getClient().http.upload('/api/users/import', 'text/csv', content);
    await queries.invalidateQueries({ queryKey: usersKey });
    return created;
  };
}
