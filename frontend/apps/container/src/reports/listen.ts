import { RemoteError } from '@intarsia/federation';
import type { Reports } from './reports.ts';

/** Nothing is broken by it, and no code is to blame (CSSWG resize-observer, "loop completed with undelivered notifications"). */
const harmless = /^ResizeObserver loop/;

/** What nobody caught. */
export function listenForErrors(page: Window, reports: Pick<Reports, 'error'>): void {
  const tell = (error: unknown) => {
    // A load that failed is told by the loader.
    if (!(error instanceof RemoteError)) reports.error({ error });
  };
  page.addEventListener('error', ({ error, message }) => {
    if (!harmless.test(message)) tell(error ?? message);
  });
  page.addEventListener('unhandledrejection', ({ reason }) => tell(reason));
}
