import type { BootApp, BootDocument, RestDocument, Snapshot } from './boot-document.ts';
import { type Clock, within } from './clock.ts';
import { addSnapshot, type FederationRuntime, registration } from './federation-runtime.ts';
import type { KnownFiles } from './known-files.ts';
import { limits } from './limits.ts';
import type { LiveBoot } from './live-boot.ts';
import { RemoteError } from './remote-error.ts';
import type { LoadPhase, ReportLoad } from './report.ts';
import { restOnce } from './rest.ts';
import { filesOf, folderOf, type Refresh, type Warm } from './warm.ts';

export interface LoaderOptions {
  boot: BootDocument;
  runtime: FederationRuntime;
  files: KnownFiles;
  clock: Clock;
  /** The page's address, against which entries are resolved. */
  base: string;
  report: ReportLoad;
  warm: Warm;
  refresh: Refresh;
  live: LiveBoot;
}

/** What an expose's module may hold; the adapter decides what to do with it. */
export type RemoteModule = Record<string, unknown>;

/** Loads the apps of one release. Every failure is a `RemoteError`; the next load of that app starts from nothing. */
export class RemoteLoader {
  readonly #options: LoaderOptions;
  readonly #failed = new Set<string>();
  readonly #loads = new Map<string, Promise<RemoteModule>>();
  readonly #warmed = new Map<string, Promise<void>>();
  readonly #withdrawn = new Set<string>();
  /** As in the boot document, but for what was withdrawn since. */
  readonly #apps: Record<string, BootApp>;
  readonly #snapshot: Snapshot;
  readonly loadRest: () => Promise<void>;

  constructor(options: LoaderOptions) {
    this.#options = options;
    this.#snapshot = { ...options.boot.snapshot };
    this.#apps = { ...options.boot.apps };
    this.loadRest = restOnce(options.boot.rest, options.clock, (rest) => this.#take(rest));
    addSnapshot(this.#snapshot);
    // The app at `/` is this host itself.
    const remotes = Object.values(options.boot.apps).filter(({ route }) => route !== '/');
    options.runtime.registerRemotes(remotes.map((app) => registration(app, options.base)));
  }

  /** The module behind an app's expose. One promise per app until it fails, so that a page that is opened again renders at once. */
  load(id: string): Promise<RemoteModule> {
    const load = this.#loads.get(id) ?? this.#load(id);
    this.#loads.set(id, load);
    return load;
  }

  /** Fetches once what the app needs, without running it. A failure shows when the app is opened. */
  preload(id: string): Promise<void> {
    const app = this.#apps[id];
    if (!app || this.#loads.has(id) || this.#isWithdrawn(id, app)) return Promise.resolve();
    const warming = this.#warmed.get(id) ?? this.#warm(app).catch(() => undefined);
    this.#warmed.set(id, warming);
    return warming;
  }

  /** Tells whether the page runs this version and has to be loaded again to be rid of it; if not yet, it never will. */
  withdraw(id: string, version: string): boolean {
    const app = this.#apps[id];
    if (app?.version !== version) return false;
    this.#withdrawn.add(`${id}@${version}`);
    return this.#loads.has(id) || app.route === '/';
  }

  /** Tells what became of an app after it was loaded: its component threw, or it rendered. */
  reportRender(id: string, outcome: { ok: boolean; duration_ms: number; message?: string }): void {
    this.#report(id, 'render', outcome);
  }

  async #load(id: string): Promise<RemoteModule> {
    const { clock } = this.#options;
    const started = clock.now();
    try {
      const module = await within(clock, limits.overall, `loading ${id}`, this.#attempt(id));
      this.#report(id, 'chunk', { ok: true, duration_ms: clock.now() - started });
      return module;
    } catch (cause) {
      this.#loads.delete(id);
      this.#failed.add(id);
      const error = new RemoteError(id, cause);
      this.#report(id, error.phase, {
        ok: false,
        duration_ms: clock.now() - started,
        message: error.message,
      });
      throw error;
    }
  }

  async #attempt(id: string): Promise<RemoteModule> {
    const app = await this.#permitted(id);
    const isRetry = this.#failed.delete(id);
    if (isRetry) this.#forget(app);
    await this.#known(app);
    if (isRetry) await this.#refresh(app);
    const module = await this.#options.runtime.loadRemote<RemoteModule>(`${app.name}/${exposeName(app)}`);
    if (!module) throw new Error(`${app.expose} is empty`);
    return module;
  }

  async #warm(app: BootApp): Promise<void> {
    await this.#known(app);
    await this.#options.warm(filesOf(app, this.#snapshot, this.#options.base));
  }

  /** What still is not to be had shows in the load that follows. */
  async #refresh(app: BootApp): Promise<void> {
    const { base, clock, refresh } = this.#options;
    const refreshed = refresh(folderOf(app, base));
    await within(clock, limits.refresh, `fresh files of ${app.name}`, refreshed).catch(() => undefined);
  }

  #isWithdrawn(id: string, app: BootApp): boolean {
    return this.#withdrawn.has(`${id}@${app.version}`);
  }

  /** The app as this page knows it or, where that version was withdrawn, as it is live now. */
  async #permitted(id: string): Promise<BootApp> {
    const app = this.#apps[id];
    if (!app) throw new Error(`the release has no app ${id}`);
    if (!this.#isWithdrawn(id, app)) return app;
    const boot = await this.#options.live(app.route);
    const live = boot.apps[id];
    if (!live || this.#isWithdrawn(id, live)) throw new Error(`manifest of ${app.version} was withdrawn`);
    this.#apps[id] = live;
    this.#options.files.addApp(live);
    this.#take(boot);
    this.#forget(live);
    return live;
  }

  /** The runtime and the bundler keep a failed manifest, entry or chunk; only a forced registration drops all of it. */
  #forget(app: BootApp): void {
    const { runtime, base } = this.#options;
    runtime.registerAnew(registration(app, base));
    addSnapshot(this.#snapshot);
  }

  /** An app outside the first snapshot needs the rest of the release at once: without its hashes the page refuses its scripts. */
  async #known(app: BootApp): Promise<void> {
    if (!(`${app.name}:${app.version}` in this.#snapshot)) await this.loadRest();
  }

  #take(rest: RestDocument): void {
    Object.assign(this.#snapshot, rest.snapshot);
    this.#options.files.add(rest);
    addSnapshot(rest.snapshot);
  }

  #report(
    id: string,
    phase: LoadPhase,
    outcome: { ok: boolean; duration_ms: number; message?: string },
  ): void {
    const { boot, report } = this.#options;
    const version = this.#apps[id]?.version;
    if (version) report({ app: id, version, release: boot.release, phase, ...outcome });
  }
}

function exposeName(app: BootApp): string {
  return app.expose.replace(/^\.\//, '');
}
