import { RemoteBoundary } from '@intarsia/ui';
import type { ReactNode } from 'react';
import { useRelease } from '../release/release-context.ts';

interface RouteBoundaryProps {
  title: string;
  isWholePage?: boolean;
  children: ReactNode;
}

/**
 * Around what the host fetches of its own pages. Retry loads the page again: the browser keeps a chunk's failure, and a host whose files have gone is
 * replaced by the one that is live.
 */
export function RouteBoundary({ title, isWholePage = false, children }: RouteBoundaryProps) {
  const { reports } = useRelease();
  return (
    <RemoteBoundary
      title={title}
      isWholePage={isWholePage}
      onError={(error, componentStack) => reports.error({ error, componentStack })}
      onRetry={() => window.location.reload()}
    >
      {children}
    </RemoteBoundary>
  );
}
