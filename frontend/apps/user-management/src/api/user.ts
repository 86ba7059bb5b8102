import type { ApiAnswer, ApiBody, Role, User } from '@intarsia/client';

export type { Role, User };
export type UserPage = ApiAnswer<'get', '/api/users'>;
export type NewUser = ApiBody<'post', '/api/users'>;
export type UserChange = ApiBody<'patch', '/api/users/{user_id}'>;

export const roles: readonly Role[] = ['admin', 'user', 'viewer'];

/** Everything read from `/api/users` lies under this key, so one call makes all of it stale. */
export const usersKey = ['users'] as const;
