import type { ApiAnswer } from '@intarsia/client';

/** One sign-in of a person: a session, as the list shows it. */
export type SignIn = ApiAnswer<'get', '/api/auth/sessions'>['items'][number];
export type SignInEvent = ApiAnswer<'get', '/api/auth/sessions/{sid}/events'>['items'][number];

/** Everything read of sign-ins lies under this key, so one call makes all of it stale. */
export const signInsKey = ['sign-ins'] as const;
