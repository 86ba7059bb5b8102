import { Logo, useMessages, usePageTitle } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { InlayPattern } from './inlay-pattern.tsx';
import { messages } from './messages.ts';

interface GuestFrameProps {
  title: string;
  /** The browser tab's title, when it differs. */
  tabTitle?: string;
  text?: ReactNode;
  children?: ReactNode;
}

/** A page outside the product: to sign in, to join, to choose a new password. */
export function GuestFrame({ title, tabTitle = title, text, children }: GuestFrameProps) {
  usePageTitle(tabTitle);
  return (
    <Box sx={{ display: 'grid', minHeight: '100dvh', gridTemplateColumns: { md: '5fr 6fr' } }}>
      <Artwork />
      <Stack component="main" sx={{ alignItems: 'center', justifyContent: 'center', p: { xs: 3, sm: 6 } }}>
        <Stack spacing={4} sx={{ width: '100%', maxWidth: 380 }}>
          <Stack spacing={2.5}>
            <Logo size={40} />
            <div>
              <Typography variant="h1">{title}</Typography>
              {text && <Typography sx={{ color: 'text.secondary', mt: 0.75 }}>{text}</Typography>}
            </div>
          </Stack>
          {children}
        </Stack>
      </Stack>
    </Box>
  );
}

/** Beside the form on wide screens only. */
function Artwork() {
  const t = useMessages(messages);
  return (
    <Box
      component="aside"
      aria-label={t('aboutPlatform')}
      sx={{
        position: 'relative',
        overflow: 'hidden',
        display: { xs: 'none', md: 'block' },
        bgcolor: '#2b1c14',
      }}
    >
      <InlayPattern />
      <Stack
        sx={{ position: 'relative', height: '100%', justifyContent: 'flex-end', p: 6, color: '#f7ecdb' }}
      >
        <Typography variant="h2" component="p" sx={{ fontSize: '2rem', maxWidth: '13em' }}>
          {t('motto')}
        </Typography>
        <Typography sx={{ mt: 1.5, maxWidth: '30em', color: '#e6d6bf' }}>{t('mottoText')}</Typography>
      </Stack>
    </Box>
  );
}
