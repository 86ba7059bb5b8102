import type { BootApp, BootDocument } from '../src/runtime/boot-document.ts';
import { emptyBoot } from '../src/runtime/boot-document.ts';
import type { Clock } from '../src/runtime/clock.ts';
import type { FederationRuntime } from '../src/runtime/federation-runtime.ts';
import { KnownFiles } from '../src/runtime/known-files.ts';
import { RemoteLoader } from '../src/runtime/loader.ts';
import type { LoadReport } from '../src/runtime/report.ts';

/** Time that moves only when told to. */
export class FakeClock implements Clock {
  #time = 0;
  #timers = new Set<{ at: number; run: () => void }>();

  now(): number {
    return this.#time;
  }

  setTimeout(run: () => void, ms: number): unknown {
    const timer = { at: this.#time + ms, run };
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as { at: number; run: () => void });
  }

  async advance(ms: number): Promise<void> {
    await settle();
    this.#time += ms;
    for (const timer of [...this.#timers]) {
      if (timer.at > this.#time) continue;
      this.#timers.delete(timer);
      timer.run();
    }
    await settle();
  }
}

export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

export const dataGrid: BootApp = {
  version: '1.0.0',
  name: 'dataApp',
  entry: '/mf/data-grid/1.0.0/mf-manifest.json',
  type: 'global',
  globalName: 'dataApp',
  expose: './DataGrid',
  mount: 'react',
  title: 'Data',
  icon: undefined,
  description: undefined,
  route: '/data',
  nav: { order: 20, section: undefined },
  roles: undefined,
};

export const page = 'https://intarsia.example/data';

export function snapshotOf(version: string) {
  const assets = { js: { sync: ['static/grid.js'], async: ['static/later.js'] }, css: { sync: [] } };
  return { version, remoteEntry: 'remoteEntry.js', modules: [{ modulePath: './DataGrid', assets }] };
}

export const boot: BootDocument = {
  ...emptyBoot,
  channel: 'stable',
  release: 7,
  apps: { 'data-grid': dataGrid },
  snapshot: { 'dataApp:1.0.0': snapshotOf('1.0.0') },
  integrity: { '/mf/data-grid/1.0.0/remoteEntry.js': 'sha384-a' },
};

export interface Bench {
  clock: FakeClock;
  loader: RemoteLoader;
  reports: LoadReport[];
  /** What the runtime was asked, in order. */
  asked: string[];
  files: KnownFiles;
  /** How the next load of the runtime ends. */
  next: { load: () => Promise<unknown>; live: () => Promise<BootDocument>; refresh: () => Promise<void> };
}

export function bench(document: BootDocument = boot): Bench {
  const [clock, reports, asked]: [FakeClock, LoadReport[], string[]] = [new FakeClock(), [], []];
  const next: Bench['next'] = {
    load: () => Promise.resolve({ default: () => null }),
    live: () => Promise.resolve(document),
    refresh: () => Promise.resolve(),
  };
  const runtime: FederationRuntime = {
    registerRemotes: (remotes) => {
      for (const { name, entry } of remotes) asked.push(`register ${name} ${entry}`);
    },
    registerAnew: ({ name, entry }) => void asked.push(`anew ${name} ${entry}`),
    loadRemote: <T>(id: string) => {
      asked.push(`load ${id}`);
      return next.load() as Promise<T>;
    },
  };
  const files = new KnownFiles(document, page);
  const report = (line: LoadReport) => void reports.push(line);
  const warm = async (urls: string[]) => void asked.push(...urls.map((url) => `warm ${url}`));
  const refresh = async (folder: string) => {
    asked.push(`refresh ${folder}`);
    await next.refresh();
  };
  const live = () => next.live();
  const loader = new RemoteLoader({
    boot: document,
    runtime,
    files,
    clock,
    base: page,
    report,
    warm,
    refresh,
    live,
  });
  return { clock, loader, reports, asked, files, next };
}
