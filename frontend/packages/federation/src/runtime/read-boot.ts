import {
  type BootApp,
  type BootDocument,
  emptyBoot,
  type RestDocument,
  type Snapshot,
} from './boot-document.ts';
import { Reader, readText, ShapeError } from './check.ts';

const knownSchema = 1;

/** The document inlined in the page. Undefined when the page has none (a development server). */
export function readBoot(page: Document): BootDocument | undefined {
  const text = page.getElementById('intarsia-boot')?.textContent;
  return text ? parseBoot(JSON.parse(text)) : undefined;
}

/** @throws ShapeError when the document is not what this host understands. */
export function parseBoot(value: unknown): BootDocument {
  const boot = new Reader(value, 'boot');
  const schema = boot.number('schema');
  if (schema !== knownSchema) throw new ShapeError('boot.schema', String(knownSchema));
  const rest = boot.optionalObject('rest');
  return {
    ...emptyBoot,
    channel: boot.text('channel'),
    release: boot.number('release'),
    safe: boot.flag('safe'),
    apps: shownApps(boot),
    ...snapshotAndIntegrity(boot),
    rest: rest && { url: rest.text('url'), integrity: rest.text('integrity') },
  };
}

export function parseRest(value: unknown): RestDocument {
  return snapshotAndIntegrity(new Reader(value, 'rest'));
}

/** One app that is described wrongly is left out; it must not take the page with it. */
function shownApps(boot: Reader): Record<string, BootApp> {
  const apps: Record<string, BootApp> = {};
  for (const [id, app] of Object.entries(boot.map('apps', (value, path) => new Reader(value, path)))) {
    try {
      if (isShown(app)) apps[id] = parseApp(app);
    } catch (problem) {
      console.error(problem);
    }
  }
  return apps;
}

/** Without a route and an expose an app is only hosted: its files are served, the page has no place for it. */
function isShown(app: Reader): boolean {
  return app.optionalText('route') !== undefined && app.optionalText('expose') !== undefined;
}

function snapshotAndIntegrity(document: Reader): RestDocument {
  return { snapshot: document.map('snapshot', readModule), integrity: document.map('integrity', readText) };
}

function readModule(value: unknown, path: string): Snapshot[string] {
  new Reader(value, path);
  return value as Snapshot[string];
}

function parseApp(app: Reader): BootApp {
  const nav = app.optionalObject('nav');
  return {
    version: app.text('version'),
    name: app.text('name'),
    entry: app.text('entry'),
    type: app.oneOf('type', ['global', 'module']),
    globalName: app.optionalText('globalName'),
    expose: app.text('expose'),
    mount: app.oneOf('mount', ['react', 'function', 'single-spa']),
    title: app.text('title'),
    icon: app.optionalText('icon'),
    description: app.optionalText('description'),
    route: app.text('route'),
    nav: nav && { order: nav.number('order'), section: nav.optionalText('section') },
    roles: app.optionalTexts('roles'),
  };
}
