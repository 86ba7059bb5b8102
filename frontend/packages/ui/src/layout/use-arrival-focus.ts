import { type RefObject, useEffect, useRef } from 'react';

/**
 * After a change of page the focus waits on `main`, where the shell has put it; the page's heading takes it from there when it arrives, and so is
 * read aloud. On a page that was loaded whole the focus stays where the browser has it.
 */
export function useArrivalFocus(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement?.tagName === 'MAIN') heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}
