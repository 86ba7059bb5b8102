import { lazyPart, Splash } from '@intarsia/ui';
import { Suspense } from 'react';
import type { EntryPageProps } from './entry-page.tsx';

const page = lazyPart<EntryPageProps>(() => import('./entry-page.tsx'));

/** Pages around sign-in are fetched when they are opened; the sign-in page does without them. */
export function EntryPage(props: EntryPageProps) {
  return (
    <Suspense fallback={<Splash />}>
      <page.Part {...props} />
    </Suspense>
  );
}
