import type { ModuleFederationRuntimePlugin } from '@module-federation/enhanced/runtime';
import { type Clock, sleep, within } from './clock.ts';
import { fetchManifest } from './fetch-manifest.ts';
import type { KnownFiles } from './known-files.ts';
import { limits } from './limits.ts';
import type { Container } from './own-exposes.ts';

export interface ResilienceOptions {
  files: KnownFiles;
  clock: Clock;
  /** Makes an address fit for `script.src` (Trusted Types). */
  scriptUrl: (url: string) => string;
  /** The page's host, for whoever loads what it exposes. */
  own?: { name: string; container: Container } | undefined;
}

/** What the stock runtime leaves open: status codes, time-outs, integrity, one retry of what failed on the network. */
export function resilience({
  files,
  clock,
  scriptUrl,
  own,
}: ResilienceOptions): ModuleFederationRuntimePlugin {
  const entryStarted = new Map<string, number>();
  return {
    name: 'intarsia-resilience',

    fetch: (url, init) => fetchManifest(url, init, { clock, integrity: files.integrityOf(url) }),

    createScript({ url }) {
      entryStarted.set(url, clock.now());
      const script = document.createElement('script');
      script.src = scriptUrl(url);
      script.async = true;
      secure(script, files.integrityOf(url));
      return { script, timeout: limits.entry };
    },

    createLink({ url, attrs }) {
      const link = document.createElement('link');
      link.href = url;
      for (const [name, value] of Object.entries(attrs ?? {})) link.setAttribute(name, String(value));
      secure(link, files.integrityOf(url));
      return { link, timeout: limits.entry };
    },

    /** The runtime imports an ES-module entry without a limit of its own. */
    async loadEntry({ remoteInfo }: { remoteInfo: { name: string; entry: string; type?: string } }) {
      if (own && remoteInfo.name === own.name) return own.container;
      if (remoteInfo.type !== 'module' && remoteInfo.type !== 'esm') return undefined;
      const entry = import(/* webpackIgnore: true */ remoteInfo.entry);
      return within(clock, limits.entry, `entry of ${remoteInfo.name}`, entry);
    },

    /** A failed script is tried once more, but not one that took its whole time: the person has waited enough. */
    async loadEntryError({
      getRemoteEntry,
      origin,
      remoteInfo,
      remoteEntryExports,
      globalLoading,
      uniqueKey,
    }) {
      const since = clock.now() - (entryStarted.get(remoteInfo.entry) ?? 0);
      if (since >= limits.entry) return undefined;
      await sleep(clock, limits.retryPause);
      delete globalLoading[uniqueKey];
      const retried = await getRemoteEntry({ origin, remoteInfo, remoteEntryExports });
      // The hook's type nests one promise too many; the runtime awaits it flat.
      return (retried || undefined) as never;
    },

    /** Nothing stands in for a remote that failed: the load rejects and the boundary shows it. */
    async errorLoadRemote({ lifecycle, error }) {
      return lifecycle === 'beforeLoadShare' ? emptyContainer(error) : undefined;
    },
  };
}

/** Without `crossorigin` a preload and the script it is for are two downloads; without integrity the page refuses the script. */
function secure(element: HTMLScriptElement | HTMLLinkElement, integrity: string | undefined): void {
  element.crossOrigin = 'anonymous';
  if (integrity) element.integrity = integrity;
}

/** While shared packages are resolved, one unreachable remote must not stop the others. */
function emptyContainer(error: unknown) {
  return {
    init: () => undefined,
    get: () => {
      throw error;
    },
  };
}
