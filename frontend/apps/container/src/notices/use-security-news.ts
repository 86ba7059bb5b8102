import { getClient } from '@intarsia/client';
import { usePlatformEvents } from '@intarsia/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useNoticeBoard } from './notice-context.ts';
import { securityNotices, useSecurityNotices } from './security-notices-api.ts';

/** Puts up what was noticed of one's sign-ins and not seen anywhere yet. The new sign-in itself needs no telling. */
export function useSecurityNews(): void {
  const board = useNoticeBoard();
  const queries = useQueryClient();
  const pages = useSecurityNotices().data?.pages;
  usePlatformEvents(({ type }) => {
    if (type === 'session') void queries.invalidateQueries({ queryKey: securityNotices.queryKey });
  });
  useEffect(() => {
    const { sid } = getClient().auth;
    const notices = pages?.flatMap(({ items }) => items) ?? [];
    const unseen = notices.filter((notice) => !notice.seen && notice.sid !== sid);
    for (const { id, at, kind, device, ip } of unseen.toReversed())
      board.addOnce({ kind, key: id, device, ip }, Date.parse(at));
    const seen = new Set(notices.filter((notice) => notice.seen).map(({ id }) => id));
    board.read((notice) => 'key' in notice && seen.has(notice.key));
  }, [pages, board]);
}
