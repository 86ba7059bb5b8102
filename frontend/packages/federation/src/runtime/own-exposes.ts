/** What a host exposes, by the names of its build: `{'./sharedUI': () => import('./shared-ui.ts')}`. */
export type Exposes = Readonly<Record<string, () => Promise<unknown>>>;

/** A remote's entry, as the federation runtime uses it. */
export interface Container {
  init(): void;
  get(expose: string): Promise<() => unknown>;
}

/** The host as a remote of its own page: its running modules instead of its entry, which is a second copy of the whole host. */
export function ownContainer(exposes: Exposes): Container {
  return {
    init: () => undefined,
    get: async (expose) => {
      const load = exposes[expose];
      if (!load) throw new Error(`the host exposes no ${expose}`);
      const module = await load();
      return () => module;
    },
  };
}
