import { useEffect } from 'react';

/** "Data · Intarsia": the page first, because tabs are narrow. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Intarsia`;
  }, [title]);
}
