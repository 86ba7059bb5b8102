import type { ApiAnswer, ApiBody } from '@intarsia/client';

/** How the pages look and speak for one person: their own choices over the organisation's. */
export type Settings = Required<ApiAnswer<'get', '/api/settings'>>;
export type SettingsChange = ApiBody<'patch', '/api/settings'>;

export const settingsKey = ['settings'] as const;

/** One person's own, and the changes of them that are on their way. */
export const mineKey = (userId: string | undefined) => [...settingsKey, 'mine', userId] as const;
