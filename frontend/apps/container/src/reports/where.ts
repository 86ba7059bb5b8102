import type { BootDocument } from '@intarsia/federation';

export interface Where {
  app: string;
  version: string;
}

const address = /\/mf\/([a-z0-9][a-z0-9._-]*)\/(\d[^/\s]*)\//g;

/** The app whose code threw: the innermost frame of the stack that lies in a bundle; without one the host. */
export function whereOf(stack: string | undefined, boot: Pick<BootDocument, 'apps'>): Where {
  for (const [, app, version] of (stack ?? '').matchAll(address)) {
    if (app && version) return { app, version };
  }
  return hostOf(boot);
}

export function hostOf({ apps }: Pick<BootDocument, 'apps'>): Where {
  const [app = 'container', entry] = Object.entries(apps).find(([, { route }]) => route === '/') ?? [];
  return { app, version: entry?.version ?? 'dev' };
}
