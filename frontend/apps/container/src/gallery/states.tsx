import { EmptyState, RemoteProblem, RemoteSkeleton } from '@intarsia/ui';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';

export function States() {
  return (
    <Stack spacing={4}>
      <EmptyState
        title="No records yet"
        text="Records that are added appear here."
        action={<Button variant="outlined">Add one</Button>}
      />
      <RemoteSkeleton label="Loading sample" />
      <RemoteProblem title="Sample" error={new Error('planted fault')} onRetry={() => undefined} />
    </Stack>
  );
}
