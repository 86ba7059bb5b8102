import { useMessages } from '@intarsia/ui';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import { messages } from '../messages.ts';

export function LoadingRows() {
  const t = useMessages(messages);
  return (
    <Stack role="status" aria-label={t('loading')} spacing={1.5} sx={{ p: 2 }}>
      {[0, 1, 2, 3, 4].map((row) => (
        <Skeleton key={row} variant="rounded" height={44} />
      ))}
    </Stack>
  );
}
