import { pageApps } from './apps.ts';
import type { Release } from './release-context.ts';

/**
 * Starts to load the app at the page's address while it is being found out who is signed in: the server has preloaded its files, and a guest
 * gets it without a pause after the sign-in. A failure shows when the app is opened.
 */
export function loadRouteApp({ boot, loader }: Release, pathname: string): void {
  const at = pageApps(boot)
    .filter(({ route }) => pathname === route || pathname.startsWith(`${route}/`))
    .sort((a, b) => b.route.length - a.route.length)[0];
  if (at) loader.load(at.id).catch(() => undefined);
}
