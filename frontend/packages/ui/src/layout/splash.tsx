import Box from '@mui/material/Box';
import { Logo } from '../brand/logo.tsx';
import { uiMessages } from '../language/ui-messages.ts';
import { useMessages } from '../language/use-messages.ts';

/** The first moment of a page, before it is known who is signed in. */
export function Splash() {
  const t = useMessages(uiMessages);
  return (
    <Box
      role="status"
      aria-label={t('loading')}
      sx={{ minHeight: '100dvh', display: 'grid', placeItems: 'center', bgcolor: 'background.default' }}
    >
      <Logo size={44} />
    </Box>
  );
}
