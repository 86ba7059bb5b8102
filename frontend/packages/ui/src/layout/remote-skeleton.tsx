import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import { uiMessages } from '../language/ui-messages.ts';
import { useMessages } from '../language/use-messages.ts';
import { PageHeading } from './page-heading.tsx';

const rows = [92, 84, 96, 78, 88];

interface RemoteSkeletonProps {
  label?: string;
  /** Of a whole page: its heading is there at once, for the focus and for those who hear it. */
  title?: string;
}

/** The shape of a page that is on its way: heading, tools, rows. */
export function RemoteSkeleton({ label, title }: RemoteSkeletonProps) {
  return (
    <>
      {title && <PageHeading>{title}</PageHeading>}
      <Shape label={label} headed={title !== undefined} />
    </>
  );
}

function Shape({ label, headed }: { label: string | undefined; headed: boolean }) {
  const t = useMessages(uiMessages);
  return (
    <Stack role="status" aria-label={label ?? t('loading')} aria-busy="true" spacing={3}>
      <Box>
        {!headed && <Skeleton variant="text" width={180} height={40} />}
        <Skeleton variant="text" width={320} sx={{ maxWidth: '80%' }} />
      </Box>
      <Stack direction="row" spacing={2}>
        <Skeleton variant="rounded" width={260} height={40} />
        <Skeleton variant="rounded" width={120} height={40} />
      </Stack>
      <Stack spacing={1.5}>
        {rows.map((width) => (
          <Skeleton key={width} variant="rounded" width={`${width}%`} height={28} />
        ))}
      </Stack>
    </Stack>
  );
}
