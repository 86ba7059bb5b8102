import { fonts, Icon, useFormat, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { messages } from '../messages.ts';
import type { Token } from './token.ts';

interface TokenItemProps {
  token: Token;
  onDelete: () => void;
}

export function TokenItem({ token, onDelete }: TokenItemProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const { name, scopes, created_at, expires_at, last_used_at } = token;
  const dates = [
    t('created', { when: format.date(created_at) }),
    t('expires', { when: format.date(expires_at) }),
    last_used_at ? t('lastUsed', { when: format.ago(last_used_at) }) : t('neverUsed'),
  ];
  return (
    <Box
      component="li"
      sx={{ display: 'flex', gap: 1, alignItems: 'center', py: 1.25, borderTop: 1, borderColor: 'divider' }}
    >
      <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
        <Typography component="h3" sx={{ fontWeight: 600 }}>
          {name}
        </Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {dates.join(' · ')}
        </Typography>
        <Typography variant="caption" component="p" sx={{ fontFamily: fonts.mono, color: 'text.secondary' }}>
          {scopes.join(' ')}
        </Typography>
      </Box>
      <IconButton aria-label={t('deleteToken', { name })} onClick={onDelete}>
        <Icon name="trash" fontSize="small" />
      </IconButton>
    </Box>
  );
}
