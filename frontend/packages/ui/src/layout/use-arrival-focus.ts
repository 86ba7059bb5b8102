import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/**
 * After a change of page the focus waits on `main`, where the shell has put it; the page's heading takes it from there when it arrives, and so is
 * read aloud. On a page that was loaded whole the focus stays where the browser has it. A heading that goes, as that of a skeleton does, leaves the
 * focus on `main` again, for the heading that takes its place.
 */
export function useArrivalFocus(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement?.tagName === 'MAIN') heading.current?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => {
    const here = heading.current;
    return () => {
      if (here && document.activeElement === here) here.closest('main')?.focus({ preventScroll: true });
    };
  }, []);
  return heading;
}
