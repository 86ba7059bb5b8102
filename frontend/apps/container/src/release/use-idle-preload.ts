import { whenIdle } from '@intarsia/federation';
import { useUser } from '@intarsia/ui';
import { useEffect } from 'react';
import { navApps } from './apps.ts';
import { useRelease } from './release-context.ts';

/** One app after another, each when the page has nothing else to do, so that every page of the navigation opens from the cache. */
export function useIdlePreload(): void {
  const { boot, loader } = useRelease();
  const role = useUser()?.role;
  useEffect(() => {
    let waiting = navApps(boot, role).map(({ id }) => id);
    const next = () => {
      const [id, ...rest] = waiting;
      waiting = rest;
      if (id) void loader.preload(id).then(() => whenIdle(next));
    };
    whenIdle(next);
    return () => {
      waiting = [];
    };
  }, [boot, loader, role]);
}
