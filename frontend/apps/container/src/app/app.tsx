import { getClient } from '@intarsia/client';
import { AppProviders, SessionGate, Splash } from '@intarsia/ui';
import { Suspense, useEffect } from 'react';
import { BrowserRouter } from 'react-router';
import { GuestRoutes } from '../login/guest-routes.tsx';
import { MailTokenContext } from '../mail-link/mail-token.ts';
import { type Release, ReleaseContext } from '../release/release-context.ts';
import { useNewerRelease } from '../release/use-newer-release.ts';
import { memberRoutes } from './lazy-member-routes.ts';

interface AppProps {
  release: Release;
  nonce: string | undefined;
  mailToken: string | undefined;
}

export function App({ release, nonce, mailToken }: AppProps) {
  useEffect(() => {
    void getClient().auth.start();
    memberRoutes.preload();
  }, []);
  return (
    <ReleaseContext value={release}>
      <MailTokenContext value={mailToken}>
        <AppProviders nonce={nonce}>
          <BrowserRouter>
            <NewerRelease />
            <SessionGate guest={<GuestRoutes />}>
              <Suspense fallback={<Splash />}>
                <memberRoutes.Part />
              </Suspense>
            </SessionGate>
          </BrowserRouter>
        </AppProviders>
      </MailTokenContext>
    </ReleaseContext>
  );
}

function NewerRelease() {
  useNewerRelease();
  return null;
}
