import { getClient } from '@intarsia/client';
import { AppProviders, SessionGate, Splash } from '@intarsia/ui';
import { Suspense, useEffect } from 'react';
import { BrowserRouter } from 'react-router';
import { MailTokenContext } from '../mail-link/mail-token.ts';
import { type Release, ReleaseContext } from '../release/release-context.ts';
import { useNewerRelease } from '../release/use-newer-release.ts';
import { guestRoutes, memberRoutes, preloadLikelyRoutes, useRememberMember } from './late-routes.ts';
import { RouteBoundary } from './route-boundary.tsx';

const platform = 'Intarsia';

interface AppProps {
  release: Release;
  nonce: string | undefined;
  mailToken: string | undefined;
}

export function App({ release, nonce, mailToken }: AppProps) {
  useEffect(() => {
    void getClient().auth.start();
    preloadLikelyRoutes();
  }, []);
  return (
    <ReleaseContext value={release}>
      <MailTokenContext value={mailToken}>
        <AppProviders nonce={nonce}>
          <BrowserRouter>
            <Watch />
            <RouteBoundary title={platform} isWholePage>
              <Suspense fallback={<Splash />}>
                <SessionGate guest={<guestRoutes.Part onInput={memberRoutes.preload} />}>
                  <memberRoutes.Part />
                </SessionGate>
              </Suspense>
            </RouteBoundary>
          </BrowserRouter>
        </AppProviders>
      </MailTokenContext>
    </ReleaseContext>
  );
}

function Watch() {
  useNewerRelease();
  useRememberMember();
  return null;
}
