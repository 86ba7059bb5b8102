import { getInstance, registerPlugins, registerRemotes } from '@module-federation/enhanced/runtime';
import type { BootDocument } from './boot-document.ts';
import { systemClock } from './clock.ts';
import { fitForeignBundles } from './foreign-bundles.ts';
import { KnownFiles } from './known-files.ts';
import { liveBoot } from './live-boot.ts';
import { RemoteLoader } from './loader.ts';
import { type Exposes, ownContainer } from './own-exposes.ts';
import type { ReportLoad } from './report.ts';
import { resilience } from './resilience.ts';
import { stockRuntime } from './stock-runtime.ts';
import { scriptUrls } from './trusted-scripts.ts';
import { refresher, warmer } from './warm.ts';

export interface StartOptions {
  boot: BootDocument;
  /** The page's CSP nonce. */
  nonce?: string | undefined;
  report?: ReportLoad;
  /** What this host exposes to any app in its page. */
  exposes?: Exposes;
}

/** Prepares the page for the release's apps; called once, before the host renders. */
export function startFederation({
  boot,
  nonce,
  report = () => undefined,
  exposes = {},
}: StartOptions): RemoteLoader {
  const base = window.location.href;
  const files = new KnownFiles(boot, base);
  fitForeignBundles(files, nonce);
  const own = { name: getInstance()?.name ?? '', container: ownContainer(exposes) };
  registerPlugins([resilience({ files, clock: systemClock, scriptUrl: scriptUrls(files), own })]);
  // The address is never asked for: `own` stands in for what lies there.
  registerRemotes([{ name: own.name, entry: new URL('remoteEntry.js', base).href }]);
  const loader = new RemoteLoader({
    boot,
    runtime: stockRuntime,
    files,
    clock: systemClock,
    base,
    report,
    warm: warmer(files),
    refresh: refresher(files),
    live: liveBoot(systemClock),
  });
  whenIdle(() => void loader.loadRest().catch(() => undefined));
  return loader;
}

/** When the page has nothing else to do. */
export function whenIdle(run: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(run, { timeout: 5_000 });
  else setTimeout(run, 1_000);
}
