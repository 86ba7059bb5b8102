import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { pageApps } from '../release/apps.ts';
import { useRelease } from '../release/release-context.ts';
import { hostOf } from './where.ts';

/** One event per page, named by its app; what stands in the rest of the address stays here. */
export function usePageViews(): void {
  const { boot, reports } = useRelease();
  const { pathname } = useLocation();
  const at = pageApps(boot).find(({ route }) => pathname === route || pathname.startsWith(`${route}/`));
  const app = at?.id ?? hostOf(boot).app;
  useEffect(() => reports.event({ name: 'page_view', app }), [reports, app]);
}
