import { useFormat, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { useId, useState } from 'react';
import { messages } from './messages.ts';
import { reasons } from './reasons.ts';
import type { SignIn } from './sign-in.ts';
import { Timeline } from './timeline.tsx';

interface SignInItemProps {
  signIn: SignIn;
  onEnd: () => void;
}

export function SignInItem({ signIn, onEnd }: SignInItemProps) {
  const t = useMessages(messages);
  const [open, setOpen] = useState(false);
  const id = useId();
  const { sid, device, current, ended_at } = signIn;
  return (
    <Box component="li" sx={{ py: 1.5, borderTop: 1, borderColor: 'divider' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'flex-start' }}>
        <Box sx={{ flex: '1 1 240px', minWidth: 0 }}>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
            <Typography component="h3" sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
              {device}
            </Typography>
            {current && <Chip size="small" color="primary" label={t('current')} />}
          </Box>
          <Where signIn={signIn} />
        </Box>
        <Box sx={{ display: 'flex', gap: 1 }}>
          <Button
            size="small"
            color="inherit"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            aria-label={t('timelineOf', { device })}
            onClick={() => setOpen(!open)}
          >
            {t('timeline')}
          </Button>
          {!ended_at && (
            <Button size="small" variant="outlined" aria-label={t('endOf', { device })} onClick={onEnd}>
              {t('end')}
            </Button>
          )}
        </Box>
      </Box>
      {open && (
        <div id={id}>
          <Timeline sid={sid} />
        </div>
      )}
    </Box>
  );
}

function Where({ signIn: { ip, created_at, last_seen_at, ended_at, end_reason } }: { signIn: SignIn }) {
  const t = useMessages(messages);
  const format = useFormat();
  const known = reasons.find((reason) => reason === end_reason);
  const why = known ? t(known) : (end_reason ?? '');
  return (
    <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
      {t('signedIn', { ip: ip || t('unknownPlace'), when: format.dateTime(created_at) })}
      {' · '}
      {ended_at
        ? t('endedAt', { when: format.dateTime(ended_at), why })
        : t('lastSeen', { when: format.ago(last_seen_at) })}
    </Typography>
  );
}
