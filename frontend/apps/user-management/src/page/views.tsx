import { useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Link } from 'react-router';
import { messages } from '../messages.ts';
import { usePaths } from './use-paths.ts';

/** The two sides of administration: who there is, and what was done. */
export function Views({ current }: { current: 'users' | 'audit' }) {
  const t = useMessages(messages);
  const paths = usePaths();
  return (
    <Box component="nav" aria-label={t('views')} sx={{ display: 'flex', gap: 1, mb: 2 }}>
      {(['users', 'audit'] as const).map((view) => (
        <Button
          key={view}
          component={Link}
          to={paths[view]}
          size="small"
          variant={view === current ? 'contained' : 'outlined'}
          {...(view === current && { 'aria-current': 'page' as const })}
        >
          {t(view)}
        </Button>
      ))}
    </Box>
  );
}
