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

/** The shortest retention there is: files of an older page's release may be collected, whatever it has heard. */
const oldestPage = 24 * 3600 * 1000;

export function isOld(opened: number, now: number): boolean {
  return now - opened >= oldestPage;
}

/** A page keeps its release until it navigates after a newer one is announced, or it is old; then the whole page is loaded, which brings the newer one. */
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
    // Not `performance.now()`, which stands still while the computer sleeps.
    if (isStale.current || isOld(performance.timeOrigin, Date.now())) window.location.reload();
  }, [pathname]);
}
