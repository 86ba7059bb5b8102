import { useFormat, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { messages } from '../messages.ts';
import { Findings } from '../page/findings.tsx';
import { ChangeList } from './change-list.tsx';
import type { ReleaseStep } from './release-diff.ts';

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
        <ChangeList changes={changes ?? []} none={changes ? t('unchanged') : t('changesUnknown')} />
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
