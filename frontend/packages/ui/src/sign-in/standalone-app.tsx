import { getClient } from '@intarsia/client';
import { AppProviders, pageNonce, SessionGate } from '@intarsia/ui';
import Box from '@mui/material/Box';
import { type ReactNode, useEffect } from 'react';
import { BrowserRouter } from 'react-router';
import { LoginPage } from './login-page.tsx';

interface StandaloneAppProps {
  title: string;
  children: ReactNode;
}

/** Runs a remote without the host, for development: same theme, same session, its own address. */
export function StandaloneApp({ title, children }: StandaloneAppProps) {
  useEffect(() => {
    void getClient().auth.start();
  }, []);
  return (
    <AppProviders nonce={pageNonce()}>
      <BrowserRouter>
        <SessionGate guest={<LoginPage product={title} />}>
          <Box component="main" sx={{ maxWidth: 1280, mx: 'auto', p: { xs: 2, sm: 4 } }}>
            {children}
          </Box>
        </SessionGate>
      </BrowserRouter>
    </AppProviders>
  );
}
