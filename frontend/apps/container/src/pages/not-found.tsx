import { EmptyState, useMessages, usePageTitle } from '@intarsia/ui';
import Button from '@mui/material/Button';
import { Link, useLocation } from 'react-router';
import { messages } from '../messages.ts';

export function NotFound() {
  const t = useMessages(messages);
  usePageTitle(t('notFound'));
  const { pathname } = useLocation();
  return (
    <EmptyState
      heading="h1"
      icon="search"
      title={t('noSuchPage')}
      text={t('noSuchPageText', { path: pathname })}
      action={
        <Button component={Link} to="/" variant="contained">
          {t('goHome')}
        </Button>
      }
    />
  );
}
