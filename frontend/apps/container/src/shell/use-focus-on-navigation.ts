import { type RefObject, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/**
 * After a change of page the focus is on the new page's heading, or on `main` until it is there, not on a link that may be gone. A change of the query
 * alone leaves it.
 */
export function useFocusOnNavigation(target: RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    const heading = target.current?.querySelector<HTMLElement>('h1[tabindex]');
    (heading ?? target.current)?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [pathname, target]);
}
