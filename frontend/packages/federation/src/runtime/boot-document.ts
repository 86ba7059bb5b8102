/** The document the server writes into the host page: the release, resolved. Schema version 1. */
export interface BootDocument {
  schema: number;
  channel: string;
  release: number;
  /** The page was asked for with `?safe=1`: the host is the one before. */
  safe: boolean;
  apps: Record<string, BootApp>;
  /** Federation snapshot: what the runtime would otherwise learn from manifests. */
  snapshot: Snapshot;
  /** Script address → `sha384-…`. */
  integrity: Record<string, string>;
  /** Snapshot and integrity of the apps that this page did not start with. */
  rest: RestReference | undefined;
}

export interface BootApp {
  version: string;
  /** Federation name, for example `dataApp`. */
  name: string;
  entry: string;
  /** Of the remote entry, not of the manifest. */
  type: 'global' | 'module';
  globalName: string | undefined;
  expose: string;
  mount: MountKind;
  title: string;
  icon: string | undefined;
  description: string | undefined;
  route: string;
  nav: { order: number; section: string | undefined } | undefined;
  /** Who may open it; undefined: everyone who is signed in. */
  roles: string[] | undefined;
}

export type MountKind = 'react' | 'function' | 'single-spa';
export type Snapshot = Record<string, Record<string, unknown>>;

export interface RestReference {
  url: string;
  integrity: string;
}

export type RestDocument = Pick<BootDocument, 'snapshot' | 'integrity'>;

/** What the page does without a document: a development server of the host on its own. */
export const emptyBoot: BootDocument = {
  schema: 1,
  channel: 'none',
  release: 0,
  safe: false,
  apps: {},
  snapshot: {},
  integrity: {},
  rest: undefined,
};
