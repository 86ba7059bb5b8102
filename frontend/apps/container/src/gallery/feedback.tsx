import { useConfirm, useToasts } from '@intarsia/ui';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';

const severities = ['success', 'info', 'warning', 'error'] as const;

export function Feedback() {
  const confirm = useConfirm();
  const toasts = useToasts();
  const ask = () =>
    void confirm({ title: 'Delete “Oak”?', text: 'This cannot be undone.', action: 'Delete' });
  return (
    <Stack spacing={2}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
        <Button variant="outlined" onClick={ask}>
          Ask
        </Button>
        <Button variant="outlined" onClick={() => toasts.success('“Oak” was saved')}>
          Tell a success
        </Button>
        <Button
          variant="outlined"
          onClick={() => toasts.failure('Not saved', new Error('The disk is full.'))}
        >
          Tell a failure
        </Button>
      </Box>
      {severities.map((severity) => (
        <Alert key={severity} severity={severity}>
          {severity}: what happened and what to do about it.
        </Alert>
      ))}
    </Stack>
  );
}
