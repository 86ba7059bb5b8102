import type { BootApp, Snapshot } from './boot-document.ts';
import type { KnownFiles } from './known-files.ts';
import { limits } from './limits.ts';

/** Brings files into the browser's cache without running them. Rejects when one is not to be had. */
export type Warm = (urls: string[]) => Promise<void>;

/**
 * By `fetch`, which unlike `<link rel=preload>` warns of nothing when the files are not used soon, is given up when it takes too long and keeps
 * to the page's policy. The runtime's scripts are then answered by the cache, because they ask in the same mode. Whoever saves data is spared.
 */
export function warmer(files: Pick<KnownFiles, 'integrityOf'>): Warm {
  return async (urls) => {
    if (savesData()) return;
    await Promise.all(urls.map((url) => fetchWhole(url, files.integrityOf(url), { priority: 'low' })));
  };
}

/** Brings fresh copies of what the page has asked for below a folder into the browser's cache. Rejects when one is not to be had. */
export type Refresh = (folder: string) => Promise<void>;

/** Files are immutable in the cache for a year, so one that was altered on its way would be refused at every further try as well. */
export function refresher(files: Pick<KnownFiles, 'integrityOf'>): Refresh {
  return async (folder) => {
    const asked = performance.getEntriesByType('resource').map(({ name }) => name);
    const own = new Set(asked.filter((url) => url.startsWith(folder)));
    await Promise.all([...own].map((url) => fetchWhole(url, files.integrityOf(url), { cache: 'reload' })));
  };
}

async function fetchWhole(url: string, integrity: string | undefined, init: RequestInit): Promise<void> {
  const signal = AbortSignal.timeout(limits.entry);
  const response = await fetch(url, { ...(integrity && { integrity }), ...init, signal });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  await response.arrayBuffer();
}

function savesData(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
}

interface KnownModule {
  modulePath?: string;
  assets?: Record<'js' | 'css', { sync?: string[] }>;
}

/** What the app's expose needs before it can show anything: the entry and the expose's own files. The shared packages are here already. */
export function filesOf(app: BootApp, snapshot: Snapshot, base: string): string[] {
  const known = snapshot[`${app.name}:${app.version}`] as
    | { remoteEntry?: string; modules?: KnownModule[] }
    | undefined;
  if (!known?.remoteEntry) return [];
  const module = known.modules?.find(({ modulePath }) => modulePath === app.expose);
  const own = [...(module?.assets?.js.sync ?? []), ...(module?.assets?.css.sync ?? [])];
  return [known.remoteEntry, ...own].map((file) => new URL(file, folderOf(app, base)).href);
}

/** The address below which all files of the app's version lie. */
export function folderOf(app: BootApp, base: string): string {
  return new URL('.', new URL(app.entry, base)).href;
}
