import { Loadable } from '@intarsia/editor';
import { EmptyState, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import { useState } from 'react';
import { useSignIns } from './list-sign-ins.ts';
import { messages } from './messages.ts';
import type { SignIn } from './sign-in.ts';
import { SignInItem } from './sign-in-item.tsx';

interface SignInListProps {
  /** Whose, when they are not one's own. */
  user?: string;
  onEnd: (signIn: SignIn) => void;
}

/** Where somebody is signed in, what happened there, and the end of it. */
export function SignInList({ user, onEnd }: SignInListProps) {
  const t = useMessages(messages);
  const [ended, setEnded] = useState(false);
  const list = useSignIns({ user, ended });
  const signIns = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div>
      <FormControlLabel
        label={t('showEnded')}
        control={<Switch checked={ended} onChange={(event) => setEnded(event.target.checked)} />}
        sx={{ mb: 1 }}
      />
      <Loadable query={list} failed={t('failed')} shape={[64, 64, 64]}>
        {signIns.length === 0 && <EmptyState icon="shield" title={t('none')} text={t('noneText')} />}
        <Box component="ul" aria-label={t('signIns')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {signIns.map((signIn) => (
            <SignInItem key={signIn.sid} signIn={signIn} onEnd={() => onEnd(signIn)} />
          ))}
        </Box>
        {list.hasNextPage && (
          <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
            {t('older')}
          </Button>
        )}
      </Loadable>
    </div>
  );
}
