import { RequestId, useDescribeError, useMessages } from '@intarsia/ui';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { messages } from '../messages.ts';
import type { Refusal } from './use-user-actions.ts';

/** The server's reason, above the list that was not changed; it stays until it is read. */
export function RefusedAction({ refusal, onDismiss }: { refusal: Refusal; onDismiss: () => void }) {
  const t = useMessages(messages);
  const { detail, requestId } = useDescribeError()(refusal.error);
  const action = (
    <Button color="inherit" size="small" onClick={onDismiss}>
      {t('dismiss')}
    </Button>
  );
  return (
    <Alert severity="error" action={action} sx={{ mb: 2 }}>
      {`${t('notDone', { name: refusal.name })}. ${detail}`}
      <RequestId id={requestId} />
    </Alert>
  );
}
