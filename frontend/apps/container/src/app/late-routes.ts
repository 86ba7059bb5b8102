import { lazyPart, useSession } from '@intarsia/ui';
import { useEffect } from 'react';

/** What only guests see and what only members see are chunks of their own: nobody waits for the other's. */
export const guestRoutes = lazyPart(
  () => import(/* webpackChunkName: "guest" */ '../login/guest-routes.tsx'),
);
export const memberRoutes = lazyPart(() => import(/* webpackChunkName: "member" */ './member-routes.tsx'));

const key = 'intarsia-member';

/** Fetches the routes that this browser's last visit suggests, while the server is asked who is signed in. Wrong, it costs one round trip. */
export function preloadLikelyRoutes(): void {
  (localStorage.getItem(key) ? memberRoutes : guestRoutes).preload();
}

export function useRememberMember(): void {
  const { status } = useSession();
  useEffect(() => {
    if (status === 'signed-in') localStorage.setItem(key, 'yes');
    if (status === 'guest') localStorage.removeItem(key);
  }, [status]);
}
