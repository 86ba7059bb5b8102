import type { ApiAnswer, ApiBody } from '@intarsia/client';

export type Item = ApiAnswer<'get', '/api/data/{item_id}'>;
export type ItemInput = ApiBody<'post', '/api/data'>;
export type Status = Item['status'];

export const statuses: readonly Status[] = ['active', 'pending', 'inactive'];

/** Everything read from `/api/data` lies under this key, so one call makes all of it stale. */
export const itemsKey = ['data'] as const;
