import { emptyBoot, RemoteError, readBoot, startFederation } from '@intarsia/federation';
import { AppProviders, pageNonce } from '@intarsia/ui';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { takeMailToken } from './mail-link/mail-token.ts';
import { Unreadable } from './pages/unreadable.tsx';
import { bootOfBackend } from './release/boot-of-backend.ts';
import { loadRouteApp } from './release/load-route-app.ts';
import type { Release } from './release/release-context.ts';
import { listenForErrors } from './reports/listen.ts';
import { lateReports } from './reports/reports.ts';

async function start(root: HTMLElement) {
  const mailToken = takeMailToken(window);
  const nonce = pageNonce();
  const page = createRoot(root, { onCaughtError });
  try {
    const release = await startRelease(nonce);
    loadRouteApp(release, window.location.pathname);
    page.render(<App release={release} nonce={nonce} mailToken={mailToken} />);
  } catch (problem) {
    console.error(problem);
    page.render(
      <AppProviders nonce={nonce}>
        <Unreadable />
      </AppProviders>,
    );
  }
}

async function startRelease(nonce: string | undefined): Promise<Release> {
  const boot = readBoot(document) ?? (import.meta.env.DEV ? await bootOfBackend() : emptyBoot);
  const reports = lateReports(() =>
    import(/* webpackChunkName: "reports" */ './reports/start.ts').then(({ startReports }) =>
      startReports(boot),
    ),
  );
  listenForErrors(window, reports);
  return { boot, reports, loader: startFederation({ boot, nonce, report: reports.load, exposes }) };
}

/** As in `rsbuild.config.ts`, for apps in this page; whoever loads the host's entry gets them from there. */
const exposes = { './sharedUI': () => import(/* webpackChunkName: "shared-ui" */ './shared/shared-ui.ts') };

/** A part that could not be loaded is shown in its place, with its reason; only faults in code belong in the console. */
function onCaughtError(error: unknown) {
  if (!(error instanceof RemoteError)) console.error(error);
}

const root = document.getElementById('root');
if (root) void start(root);
