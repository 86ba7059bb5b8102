import { useMessages } from '@intarsia/ui';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { messages } from '../messages.ts';
import { useRelease } from './release-context.ts';

/** Says that this is the host before, and leads back to the current one. */
export function SafeNotice() {
  const t = useMessages(messages);
  const { boot } = useRelease();
  if (!boot.safe) return null;
  const action = (
    <Button color="inherit" size="small" onClick={() => window.location.assign(window.location.pathname)}>
      {t('leaveSafe')}
    </Button>
  );
  return (
    <Alert severity="warning" action={action} sx={{ mb: 3 }}>
      {t('safeHost')}
    </Alert>
  );
}
