import { getClient } from '@intarsia/client';
import type { ListBase } from '@intarsia/table';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { Filters } from '../state/list-state.ts';
import { type UserPage, usersKey } from './user.ts';

type ListUsers = ListBase & Filters;

function fetchUsers({ role, state, ...list }: ListUsers, signal: AbortSignal): Promise<UserPage> {
  const is_active = state === '' ? undefined : state === 'active';
  return getClient()
    .http.request('get', '/api/users', { query: { ...list, role: role || undefined, is_active }, signal })
    .then(({ data }) => data);
}

function usersQuery(list: ListUsers) {
  return queryOptions({
    queryKey: [...usersKey, 'list', list],
    queryFn: ({ signal }) => fetchUsers(list, signal),
    placeholderData: keepPreviousData,
  });
}

export function useUsers(list: ListUsers) {
  return useQuery(usersQuery(list));
}
