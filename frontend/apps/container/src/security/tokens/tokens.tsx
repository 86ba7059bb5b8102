import { Group, Loadable } from '@intarsia/editor';
import { Icon, useConfirm, useMessages, useToasts } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { messages } from '../messages.ts';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { type Token, useDeleteToken, useTokens } from './token.ts';
import { TokenItem } from './token-item.tsx';

/** Personal tokens, for programs that act in one's name. */
export function Tokens() {
  const t = useMessages(messages);
  const tokens = useTokens();
  const remove = useRemoveToken();
  const [isNew, setNew] = useState(false);
  const add = (
    <Button
      variant="outlined"
      size="small"
      startIcon={<Icon name="plus" />}
      onClick={() => setNew(true)}
      sx={{ alignSelf: 'flex-start' }}
    >
      {t('newToken')}
    </Button>
  );
  return (
    <Group title={t('tokens')} text={t('tokensText')} actions={add}>
      <Loadable query={tokens} failed={t('tokensFailed')} shape={[56, 56]}>
        {tokens.data?.items.length === 0 && (
          <Typography sx={{ color: 'text.secondary' }}>{t('noTokens')}</Typography>
        )}
        <Box component="ul" aria-label={t('tokens')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {tokens.data?.items.map((token) => (
            <TokenItem key={token.id} token={token} onDelete={() => void remove(token)} />
          ))}
        </Box>
      </Loadable>
      <NewTokenDialog open={isNew} onClose={() => setNew(false)} />
    </Group>
  );
}

function useRemoveToken() {
  const t = useMessages(messages);
  const confirm = useConfirm();
  const toasts = useToasts();
  const deletion = useDeleteToken();
  return async ({ id, name }: Token) => {
    const question = {
      title: t('deleteTokenQuestion', { name }),
      text: t('deleteTokenText'),
      action: t('delete'),
    };
    if (!(await confirm({ ...question, destructive: true }))) return;
    deletion.mutate(id, {
      onSuccess: () => toasts.success(t('tokenDeleted', { name })),
      onError: (error) => toasts.failure(t('tokenNotDeleted'), error),
    });
  };
}
