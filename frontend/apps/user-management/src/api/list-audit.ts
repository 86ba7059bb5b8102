import { type ApiAnswer, getClient } from '@intarsia/client';
import type { ListBase } from '@intarsia/table';
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';

type AuditPage = ApiAnswer<'get', '/api/audit'>;
export type AuditEvent = AuditPage['items'][number];

/** What the server is asked for; its names are ids and the marks of those who are no person. */
export interface AuditFilter {
  actor: string;
  action: string;
  target: string;
  since: string | undefined;
  until: string | undefined;
}

const key = ['audit'] as const;
const perPage = 10;

interface AuditQuery extends Partial<AuditFilter> {
  limit: number;
  cursor: string | undefined;
  sort?: string;
}

function fetchAudit(query: AuditQuery, signal: AbortSignal): Promise<AuditPage> {
  return getClient()
    .http.request('get', '/api/audit', { query: { ...query }, signal })
    .then(({ data }) => data);
}

export function useAudit({ limit, cursor, sort }: ListBase, filter: AuditFilter) {
  const asked = { ...filter, limit, cursor, sort };
  // Named, because a detail of unknown form could be a function for all that inference knows.
  return useQuery<AuditPage>({
    queryKey: [...key, 'page', asked],
    queryFn: ({ signal }) => fetchAudit(asked, signal),
    placeholderData: keepPreviousData,
  });
}

function auditQuery(filter: Partial<AuditFilter>) {
  return infiniteQueryOptions({
    queryKey: [...key, 'all', filter],
    queryFn: ({ signal, pageParam }) =>
      getClient()
        .http.request('get', '/api/audit', {
          query: { ...filter, limit: perPage, cursor: pageParam },
          signal,
        })
        .then(({ data }) => data),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });
}

/** The newest, and older ones on demand. */
export function useLatestAudit(filter: Partial<AuditFilter>) {
  return useInfiniteQuery(auditQuery(filter));
}

/** All that fits, one event a line (JSON lines). */
export function fetchAuditFile(filter: AuditFilter): Promise<Blob> {
  return getClient().http.file('/api/audit', 'application/x-ndjson', { query: { ...filter } });
}
