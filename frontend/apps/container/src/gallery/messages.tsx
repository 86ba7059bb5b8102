import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { RefusalAlert, useToasts } from '../shared/shared-ui.ts';
import { refusal } from './samples.ts';

const severities = ['success', 'info', 'warning', 'error'] as const;

export function Messages() {
  const toasts = useToasts();
  return (
    <Stack spacing={2}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
        <Button variant="outlined" onClick={() => toasts.success('“Oak” was saved')}>
          Tell a success
        </Button>
        <Button variant="outlined" onClick={() => toasts.info('A newer version is there')}>
          Tell some news
        </Button>
        <Button variant="outlined" onClick={() => toasts.failure('Not saved', refusal)}>
          Tell a failure
        </Button>
      </Box>
      {severities.map((severity) => (
        <Alert key={severity} severity={severity}>
          {severity}: what happened and what to do about it.
        </Alert>
      ))}
      <RefusalAlert error={refusal} />
    </Stack>
  );
}
