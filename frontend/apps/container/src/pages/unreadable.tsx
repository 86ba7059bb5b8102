import { EmptyState, useMessages, usePageTitle } from '@intarsia/ui';
import Button from '@mui/material/Button';
import { messages } from '../messages.ts';

/** The release in this page is not one that this host understands, which a newer page may be. */
export function Unreadable() {
  const t = useMessages(messages);
  usePageTitle(t('notReadable'));
  return (
    <EmptyState
      heading="h1"
      icon="broken"
      title={t('cannotShow')}
      text={t('cannotShowText')}
      action={
        <Button variant="contained" onClick={() => window.location.reload()}>
          {t('loadAgain')}
        </Button>
      }
    />
  );
}
