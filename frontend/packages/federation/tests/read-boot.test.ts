import { afterEach, describe, expect, test, vi } from 'vitest';
import { parseBoot, parseRest } from '../src/runtime/read-boot.ts';

afterEach(() => vi.restoreAllMocks());

const app = {
  version: '1.0.0',
  name: 'dataApp',
  entry: '/mf/data-grid/1.0.0/mf-manifest.json',
  type: 'global',
  expose: './DataGrid',
  mount: 'react',
  title: 'Data',
  route: '/data',
  nav: { order: 20, section: 'Workspace' },
  roles: null,
};
const document = {
  schema: 1,
  channel: 'stable',
  release: 3,
  safe: false,
  apps: { 'data-grid': app },
  snapshot: { 'dataApp:1.0.0': { version: '1.0.0' } },
  integrity: { '/mf/data-grid/1.0.0/remoteEntry.js': 'sha384-a' },
  rest: { url: '/api/registry/boot/abc.json', integrity: 'sha384-b' },
};

describe('parseBoot', () => {
  test('reads what the server writes', () => {
    const boot = parseBoot(document);
    expect(boot.apps['data-grid']).toMatchObject({ name: 'dataApp', nav: { order: 20 }, roles: undefined });
    expect(boot.rest?.url).toBe('/api/registry/boot/abc.json');
  });

  test('an app that is not in the navigation says nav: false', () => {
    const boot = parseBoot({ ...document, apps: { a: { ...app, nav: false } } });
    expect(boot.apps['a']?.nav).toBeUndefined();
  });

  test.each([
    ['boot', null],
    ['boot.schema', { ...document, schema: 2 }],
    ['boot.release', { ...document, release: '3' }],
    ['boot.apps', { ...document, apps: [] }],
    ['boot.integrity./x.js', { ...document, integrity: { '/x.js': 1 } }],
    ['boot.rest.integrity', { ...document, rest: { url: '/r' } }],
  ])('names what is wrong: %s', (path, value) => {
    expect(() => parseBoot(value)).toThrow(`${path}: expected`);
  });

  test('leaves an app out that is described wrongly, and keeps the others', () => {
    const error = vi.spyOn(console, 'error').mockReturnValue();
    const boot = parseBoot({ ...document, apps: { ok: app, bad: { ...app, mount: 'magic' } } });
    expect(Object.keys(boot.apps)).toEqual(['ok']);
    expect(String(error.mock.calls[0]?.[0])).toContain('boot.apps.bad.mount');
  });

  test('an app without a route is hosted, not shown', () => {
    const boot = parseBoot({
      ...document,
      apps: { hosted: { ...app, route: null, expose: null, mount: null } },
    });
    expect(boot.apps).toEqual({});
  });
});

describe('parseRest', () => {
  test('reads snapshot and integrity', () => {
    expect(parseRest({ snapshot: {}, integrity: { '/a.js': 'sha384-a' } }).integrity).toEqual({
      '/a.js': 'sha384-a',
    });
  });
});
