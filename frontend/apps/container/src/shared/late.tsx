import Skeleton from '@mui/material/Skeleton';
import { type ComponentType, lazy, Suspense } from 'react';

/** A part that is large and seldom needed: fetched when it is first shown; until then its place is kept, `height` pixels high. */
export function late<P extends object>(load: () => Promise<ComponentType<P>>, height: number) {
  const Part = lazy(() => load().then((component) => ({ default: component })));
  return function Late(props: P) {
    return (
      <Suspense fallback={<Skeleton variant="rounded" height={height} />}>
        <Part {...props} />
      </Suspense>
    );
  };
}
