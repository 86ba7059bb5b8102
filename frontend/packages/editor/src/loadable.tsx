import { LoadProblem, useMessages } from '@intarsia/ui';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import type { ReactNode } from 'react';
import { messages } from './messages.ts';

interface LoadableProps {
  query: { error: unknown; data: unknown; refetch: () => unknown };
  /** What to say when it does not come. */
  failed: string;
  /** The heights of what is on its way. */
  shape: readonly number[];
  children: ReactNode;
}

/** The shape of what loads, and the reason when it does not. */
export function Loadable({ query, failed, shape, children }: LoadableProps) {
  const t = useMessages(messages);
  if (query.data) return children;
  if (query.error)
    return <LoadProblem title={failed} error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Stack role="status" aria-label={t('loading')} spacing={3} sx={{ maxWidth: 640 }}>
      {shape.map((height, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shape never changes
        <Skeleton key={index} variant="rounded" height={height} />
      ))}
    </Stack>
  );
}
