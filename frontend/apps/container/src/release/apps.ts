import type { BootApp, BootDocument } from '@intarsia/federation';

export interface AppEntry extends BootApp {
  id: string;
}

export interface NavSection {
  /** Undefined: the apps without a section, which stand first. */
  title: string | undefined;
  apps: AppEntry[];
}

/** Apps with a page of their own. The one at `/` is the host. */
export function pageApps({ apps }: Pick<BootDocument, 'apps'>): AppEntry[] {
  return Object.entries(apps)
    .map(([id, app]) => ({ id, ...app }))
    .filter(({ route }) => route !== '/');
}

export function mayOpen(app: Pick<BootApp, 'roles'>, role: string | undefined): boolean {
  return !app.roles || (role !== undefined && app.roles.includes(role));
}

/** The apps a role finds in the navigation, by order, then by title. */
export function navApps(boot: Pick<BootDocument, 'apps'>, role: string | undefined): AppEntry[] {
  const shown = pageApps(boot).filter((app) => app.nav && mayOpen(app, role));
  return shown.sort((a, b) => order(a) - order(b) || a.title.localeCompare(b.title));
}

/** Sections stand in the order of their first app. */
export function navSections(boot: Pick<BootDocument, 'apps'>, role: string | undefined): NavSection[] {
  const sections = new Map<string | undefined, AppEntry[]>();
  for (const app of navApps(boot, role)) {
    const title = app.nav?.section;
    sections.set(title, [...(sections.get(title) ?? []), app]);
  }
  return [...sections].map(([title, apps]) => ({ title, apps }));
}

function order(app: AppEntry): number {
  return app.nav?.order ?? Number.MAX_SAFE_INTEGER;
}
