import { useDescribeError, useMessages } from '@intarsia/ui';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Skeleton from '@mui/material/Skeleton';
import { messages } from './messages.ts';

interface LoadingEditorProps {
  title: string;
  error: unknown;
  onCancel: () => void;
}

/** What an editor's dialog holds until the current version of what is edited has come. */
export function LoadingEditor({ title, error, onCancel }: LoadingEditorProps) {
  const t = useMessages(messages);
  const describe = useDescribeError();
  return (
    <>
      <DialogTitle id="editor-title">{title}</DialogTitle>
      <DialogContent>
        {error ? (
          <Alert severity="error">{describe(error).detail}</Alert>
        ) : (
          <Skeleton role="status" aria-label={t('loading')} variant="rounded" height={280} sx={{ mt: 1 }} />
        )}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button color="inherit" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </DialogActions>
    </>
  );
}
