import type { ApiAnswer } from '@intarsia/client';

export type Release = ApiAnswer<'get', '/api/registry/channels/{channel}'>;
export type App = ApiAnswer<'get', '/api/registry/apps'>['items'][number];
export type Version = ApiAnswer<'get', '/api/registry/apps/{app}/versions'>['items'][number];
export type Channel = ApiAnswer<'get', '/api/registry/channels'>['items'][number];
export type Difference = ApiAnswer<'get', '/api/registry/differences'>;
/** What a version can be made; collected ones can't be made anything. */
export type State = Exclude<Version['state'], 'collected'>;
export type Finding = Release['findings'][number];

/** Everything read from `/api/registry` lies under this key: a release changes all of it. */
export const registryKey = ['registry'] as const;

/** Apart from it what a promotion is decided on: only the person who decides may look again, or what they saw changes under their hand. */
export const channelKey = 'registry-channel';
