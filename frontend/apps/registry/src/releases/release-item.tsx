import { useFormat, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { messages } from '../messages.ts';
import { Findings } from '../page/findings.tsx';
import type { AppChange, ReleaseStep } from './release-diff.ts';

interface ReleaseItemProps {
  step: ReleaseStep;
  live: boolean;
  onRollBack: ((number: number) => void) | undefined;
}

export function ReleaseItem({ step: { release, changes }, live, onRollBack }: ReleaseItemProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const { number, channel, created_at, created_by, note, findings } = release;
  return (
    <Box
      component="li"
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, p: 2, borderTop: 1, borderColor: 'divider' }}
    >
      <Box sx={{ flex: '1 1 260px', minWidth: 0 }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
          <Typography variant="h3" component="h2">
            {t('releaseNumber', { number })}
          </Typography>
          {live && <Chip size="small" color="primary" label={t('liveHere', { channel })} />}
        </Box>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t('releasedBy', { when: format.dateTime(created_at), name: created_by })}
        </Typography>
        {note && <Typography sx={{ mt: 0.5, overflowWrap: 'anywhere' }}>{note}</Typography>}
        <Changes changes={changes} />
        {findings.length > 0 && <Findings findings={findings} />}
      </Box>
      {onRollBack && (
        <Button
          variant="outlined"
          size="small"
          aria-label={t('rollBackTo', { number })}
          onClick={() => onRollBack(number)}
          sx={{ alignSelf: 'center' }}
        >
          {t('rollBack')}
        </Button>
      )}
    </Box>
  );
}

function Changes({ changes }: { changes: AppChange[] | undefined }) {
  const t = useMessages(messages);
  if (!changes?.length) {
    return (
      <Typography variant="body2" sx={{ mt: 0.5, color: 'text.secondary' }}>
        {changes ? t('unchanged') : t('changesUnknown')}
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
