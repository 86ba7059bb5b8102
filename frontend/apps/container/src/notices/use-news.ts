import { settingsKey, usePlatformEvents, useUser } from '@intarsia/ui';
import { hashKey, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useRelease } from '../release/release-context.ts';
import { useNoticeBoard } from './notice-context.ts';
import { useSecurityNews } from './use-security-news.ts';

/** Puts up what the platform and the browser tell. */
export function useNews(): void {
  useReleaseNews();
  useConnectionNews();
  useRoleNews();
  useSettingsNews();
  useSecurityNews();
}

function useReleaseNews(): void {
  const board = useNoticeBoard();
  const { boot } = useRelease();
  usePlatformEvents((event) => {
    if (event.type === 'release' && event.channel === boot.channel && event.number !== boot.release)
      board.add({ kind: 'release', number: event.number });
    if (event.type !== 'withdrawal') return;
    const app = boot.apps[event.app];
    if (app?.version === event.version) board.add({ kind: 'withdrawn', title: app.title });
  });
}

function useConnectionNews(): void {
  const board = useNoticeBoard();
  useEffect(() => {
    const stop = new AbortController();
    window.addEventListener('offline', () => board.add({ kind: 'offline' }), stop);
    window.addEventListener('online', () => board.add({ kind: 'online' }), stop);
    return () => stop.abort();
  }, [board]);
}

function useRoleNews(): void {
  const board = useNoticeBoard();
  const user = useUser();
  const before = useRef(user);
  useEffect(() => {
    const last = before.current;
    before.current = user;
    if (user && last?.id === user.id && last.role !== user.role) board.add({ kind: 'role', role: user.role });
  }, [user, board]);
}

/** The event comes for one's own changes too; those are in the page already when it asks again. */
function useSettingsNews(): void {
  const board = useNoticeBoard();
  const queries = useQueryClient();
  const id = useUser()?.id;
  usePlatformEvents(async ({ type }) => {
    if (type !== 'settings' || queries.isMutating() > 0) return;
    if (await changesSettings(queries, [...settingsKey, 'mine', id])) board.add({ kind: 'settings' });
  });
}

async function changesSettings(queries: QueryClient, queryKey: readonly unknown[]): Promise<boolean> {
  const before = queries.getQueryData(queryKey);
  // Joins the request that the settings' own listener makes.
  await queries.refetchQueries({ queryKey, exact: true }, { cancelRefetch: false });
  const after = queries.getQueryData(queryKey);
  return before !== undefined && after !== undefined && hashKey([before]) !== hashKey([after]);
}
