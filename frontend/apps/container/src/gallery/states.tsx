import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { EmptyState, LoadProblem, RemoteProblem, RemoteSkeleton } from '../shared/shared-ui.ts';
import { refusal } from './samples.ts';

export function States() {
  return (
    <Stack spacing={4}>
      <EmptyState
        title="No records yet"
        text="Records that are added appear here."
        action={<Button variant="outlined">Add one</Button>}
      />
      <LoadProblem title="The woods could not be loaded" error={refusal} onRetry={() => undefined} />
      <RemoteSkeleton label="Loading sample" />
      <RemoteProblem
        heading="h2"
        title="Sample"
        error={new Error('planted fault')}
        onRetry={() => undefined}
      />
    </Stack>
  );
}
