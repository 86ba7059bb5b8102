import type { PlatformEvent } from '@intarsia/client';
import type { BootDocument, RemoteLoader } from '@intarsia/federation';
import { usePlatformEvents } from '@intarsia/ui';
import { useLayoutEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { useRelease } from './release-context.ts';

type Verdict = 'keep' | 'at-navigation' | 'now';

/** What an event means for a page that was opened with this release. */
export function verdict(
  event: PlatformEvent,
  boot: Pick<BootDocument, 'channel' | 'release'>,
  loader: Pick<RemoteLoader, 'withdraw'>,
): Verdict {
  if (event.type === 'release') {
    // An older one is another process's, which has not heard of this page's release yet.
    return event.channel === boot.channel && event.number > boot.release ? 'at-navigation' : 'keep';
  }
  if (event.type !== 'withdrawal' || !loader.withdraw(event.app, event.version)) return 'keep';
  return event.force ? 'now' : 'at-navigation';
}

/** A page keeps its release until it navigates after a newer one is announced; then the whole page is loaded, which brings the newer one. */
export function useNewerRelease(): void {
  const { boot, loader } = useRelease();
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  const isStale = useRef(false);
  usePlatformEvents((event) => {
    const what = verdict(event, boot, loader);
    if (what === 'now') window.location.reload();
    isStale.current ||= what !== 'keep';
  });
  useLayoutEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    if (isStale.current) window.location.reload();
  }, [pathname]);
}
