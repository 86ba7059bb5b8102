import { getClient } from '@intarsia/client';
import { displayName } from '@intarsia/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type User, usersKey } from './user.ts';

const most = 1000;

export interface People {
  users: readonly User[];
  /** A name instead of `user:<id>` or an id, where it is known; else the text itself. */
  nameOf: (who: string) => string;
  /** The id behind an address, a user name or a name; else the text itself. */
  idOf: (text: string) => string;
}

/** Those that were added last; of a larger system's others the id is shown. */
export function usePeople(): People {
  const users = useQuery({
    queryKey: [...usersKey, 'people'],
    queryFn: ({ signal }) =>
      getClient()
        .http.request('get', '/api/users', { query: { limit: most }, signal })
        .then(({ data }) => data.items),
    staleTime: 60_000,
  }).data;
  return useMemo(() => people(users ?? []), [users]);
}

export function people(users: readonly User[]): People {
  const names = new Map(users.map((user) => [user.id, displayName(user)]));
  const ids = new Map(users.flatMap((user) => formsOf(user).map((form) => [form, user.id])));
  return {
    users,
    nameOf: (who) => names.get(who.replace(/^user:/, '')) ?? who,
    idOf: (text) => ids.get(text.trim().toLowerCase()) ?? text.trim(),
  };
}

function formsOf(user: User): string[] {
  return [displayName(user), user.username, user.email].map((form) => form.toLowerCase());
}
