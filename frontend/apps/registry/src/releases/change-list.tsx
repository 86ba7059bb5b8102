import { useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { messages } from '../messages.ts';
import type { AppChange } from './release-diff.ts';

interface ChangeListProps {
  changes: readonly AppChange[];
  /** What is said when there are none. */
  none: string;
}

export function ChangeList({ changes, none }: ChangeListProps) {
  if (changes.length === 0) {
    return (
      <Typography variant="body2" sx={{ mt: 0.5, color: 'text.secondary' }}>
        {none}
      </Typography>
    );
  }
  return (
    <Box component="ul" sx={{ m: 0, mt: 0.5, pl: 2.5 }}>
      {changes.map((change) => (
        <Typography key={change.app} component="li" variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          <Change change={change} />
        </Typography>
      ))}
    </Box>
  );
}

function Change({ change: { app, from, to } }: { change: AppChange }) {
  const t = useMessages(messages);
  if (from === undefined) return t('added', { app, to: to ?? '' });
  return to === undefined ? t('removed', { app, from }) : t('changed', { app, from, to });
}
