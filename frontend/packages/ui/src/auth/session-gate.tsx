import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import { EmptyState } from '../feedback/empty-state.tsx';
import { uiMessages } from '../language/ui-messages.ts';
import { useMessages } from '../language/use-messages.ts';
import { Splash } from '../layout/splash.tsx';
import { useClient, useSession } from './use-session.ts';

interface SessionGateProps {
  /** For guests. */
  guest: ReactNode;
  /** For whoever is signed in. */
  children: ReactNode;
}

/** Shows the page that fits the session; while that is being found out, the mark alone. */
export function SessionGate({ guest, children }: SessionGateProps) {
  const { status } = useSession();
  if (status === 'starting') return <Splash />;
  if (status === 'unreachable') return <Unreachable />;
  return status === 'guest' ? guest : children;
}

function Unreachable() {
  const t = useMessages(uiMessages);
  const { auth } = useClient();
  return (
    <Box component="main" sx={{ minHeight: '100dvh', display: 'grid', placeItems: 'center', p: 3 }}>
      <EmptyState
        heading="h1"
        icon="broken"
        title={t('unreachable')}
        text={t('unreachableText')}
        action={
          <Button variant="contained" onClick={() => void auth.refresh()}>
            {t('tryNow')}
          </Button>
        }
      />
    </Box>
  );
}
