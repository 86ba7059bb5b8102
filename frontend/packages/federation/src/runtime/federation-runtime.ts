import type { BootApp, Snapshot } from './boot-document.ts';

/** The part of the Module Federation runtime that the loader uses; tests hand in their own. */
export interface FederationRuntime {
  registerRemotes(remotes: RemoteRegistration[]): void;
  /** Drops everything that is remembered about a remote, failures above all, and registers it. */
  registerAnew(remote: RemoteRegistration): void;
  loadRemote<T>(id: string): Promise<T | null>;
}

export interface RemoteRegistration {
  name: string;
  entry: string;
  type?: 'global' | 'module';
  entryGlobalName?: string;
}

export function registration(app: BootApp, base: string): RemoteRegistration {
  const remote = { name: app.name, entry: new URL(app.entry, base).href, type: app.type };
  return app.globalName ? { ...remote, entryGlobalName: app.globalName } : remote;
}

/** Adds to what the runtime knows without asking. It reads this global whenever it resolves a remote. */
export function addSnapshot(snapshot: Snapshot): void {
  const scope = globalThis as { __FEDERATION__?: { moduleInfo?: Snapshot } };
  scope.__FEDERATION__ ??= {};
  scope.__FEDERATION__.moduleInfo ??= {};
  const known = scope.__FEDERATION__.moduleInfo;
  for (const [key, module] of Object.entries(snapshot)) known[key] = merged(known[key], module);
}

/** The host's entry grows: it lists the remotes of the first snapshot and later those of the rest. */
function merged(known: Snapshot[string] | undefined, module: Snapshot[string]): Snapshot[string] {
  const remotesInfo = { ...(known?.['remotesInfo'] as object), ...(module['remotesInfo'] as object) };
  return { ...known, ...module, ...(Object.keys(remotesInfo).length > 0 ? { remotesInfo } : {}) };
}
