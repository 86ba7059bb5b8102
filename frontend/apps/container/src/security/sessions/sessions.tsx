import { Group } from '@intarsia/editor';
import { SignInList } from '@intarsia/sign-ins';
import { useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { messages } from '../messages.ts';
import { useEndSessions } from './use-end-sessions.ts';

/** Where one is signed in. */
export function Sessions() {
  const t = useMessages(messages);
  const { end, endOthers, endAll } = useEndSessions();
  const actions = (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'flex-start' }}>
      <Button variant="outlined" size="small" onClick={() => void endOthers()}>
        {t('endOthers')}
      </Button>
      <Button variant="outlined" size="small" color="error" onClick={() => void endAll()}>
        {t('endAll')}
      </Button>
    </Box>
  );
  return (
    <Group title={t('sessions')} text={t('sessionsText')} actions={actions}>
      <SignInList onEnd={end} />
    </Group>
  );
}
