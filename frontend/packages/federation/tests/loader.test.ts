import { afterEach, describe, expect, test, vi } from 'vitest';
import { RemoteError } from '../src/runtime/remote-error.ts';
import { bench, boot, dataGrid, snapshotOf } from './fakes.ts';

afterEach(() => vi.unstubAllGlobals());

const entry = 'https://intarsia.example/mf/data-grid/1.0.0/mf-manifest.json';

async function failure(load: Promise<unknown>): Promise<RemoteError> {
  const error: unknown = await load.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RemoteError);
  return error as RemoteError;
}

describe('load', () => {
  test('registers at run time and asks for the expose', async () => {
    const { loader, asked } = bench();
    await loader.load('data-grid');
    expect(asked).toEqual([`register dataApp ${entry}`, 'load dataApp/DataGrid']);
  });

  test('an app that is open already is not loaded again', async () => {
    const { loader, asked } = bench();
    expect(loader.load('data-grid')).toBe(loader.load('data-grid'));
    await loader.load('data-grid');
    expect(asked.filter((line) => line.startsWith('load'))).toHaveLength(1);
  });

  test('gives up after ten seconds', async () => {
    const { loader, clock, next } = bench();
    next.load = () => new Promise(() => undefined);
    const failed = failure(loader.load('data-grid'));
    await clock.advance(10_000);
    expect((await failed).timedOut).toBe(true);
  });

  test('after a failure registers anew, and succeeds once the app is back', async () => {
    const { loader, asked, next } = bench();
    next.load = () => Promise.reject(new Error('#RUNTIME-008 no entry'));
    expect(await failure(loader.load('data-grid'))).toMatchObject({ phase: 'entry', app: 'data-grid' });
    next.load = () => Promise.resolve({ default: () => null });
    await loader.load('data-grid');
    expect(asked.slice(1)).toEqual([
      'load dataApp/DataGrid',
      `anew dataApp ${entry}`,
      'refresh https://intarsia.example/mf/data-grid/1.0.0/',
      'load dataApp/DataGrid',
    ]);
  });

  test('a retry waits two seconds at most for fresh files', async () => {
    const { loader, asked, clock, next } = bench();
    next.load = () => Promise.reject(new Error('#RUNTIME-008 no entry'));
    await failure(loader.load('data-grid'));
    next.load = () => Promise.resolve({ default: () => null });
    next.refresh = () => new Promise(() => undefined);
    const retried = loader.load('data-grid');
    await clock.advance(1_999);
    expect(asked.at(-1)).toContain('refresh');
    await clock.advance(1);
    await retried;
    expect(asked.at(-1)).toBe('load dataApp/DataGrid');
  });

  test('an unknown app and an empty expose are failures too', async () => {
    const { loader, next } = bench();
    next.load = () => Promise.resolve(null);
    expect((await failure(loader.load('data-grid'))).message).toContain('empty');
    expect((await failure(loader.load('nope'))).message).toContain('no app nope');
  });

  test.each([
    ['#RUNTIME-003 manifest', 'manifest'],
    ['#RUNTIME-013 fields', 'manifest'],
    ['#RUNTIME-001 init', 'entry'],
    ['Loading chunk 7 failed', 'chunk'],
  ])('tells from %s how far it came', async (message, phase) => {
    const { loader, next } = bench();
    next.load = () => Promise.reject(new Error(message));
    expect((await failure(loader.load('data-grid'))).phase).toBe(phase);
  });
});

describe('reports', () => {
  test('success and failure, with version and release', async () => {
    const { loader, reports, next } = bench();
    next.load = () => Promise.reject(new Error('Loading chunk 7 failed'));
    await failure(loader.load('data-grid'));
    next.load = () => Promise.resolve({ default: () => null });
    await loader.load('data-grid');
    expect(reports).toMatchObject([
      { app: 'data-grid', version: '1.0.0', release: 7, phase: 'chunk', ok: false },
      { app: 'data-grid', ok: true },
    ]);
  });
});

describe('the rest of the release', () => {
  const rest = { url: '/api/registry/boot/a.json', integrity: 'sha384-r' };
  const body = {
    snapshot: { 'dataApp:1.0.0': {} },
    integrity: { '/mf/data-grid/1.0.0/remoteEntry.js': 'sha384-b' },
  };
  const partial = { ...boot, snapshot: {}, integrity: {}, rest };

  test('is fetched before an app outside the first snapshot is loaded, with its hash', async () => {
    const fetched = vi.fn(async () => Response.json(body));
    vi.stubGlobal('fetch', fetched);
    const { loader, files } = bench(partial);
    await loader.load('data-grid');
    expect(fetched).toHaveBeenCalledWith(rest.url, { integrity: rest.integrity, credentials: 'omit' });
    expect(files.integrityOf('/mf/data-grid/1.0.0/remoteEntry.js')).toBe('sha384-b');
  });

  test('is not asked for when the app came with the page', async () => {
    const fetched = vi.fn();
    vi.stubGlobal('fetch', fetched);
    await bench({ ...boot, rest }).loader.load('data-grid');
    expect(fetched).not.toHaveBeenCalled();
  });

  test('is asked for again after a failure', async () => {
    const fetched = vi.fn(async () => new Response('busy', { status: 503 }));
    vi.stubGlobal('fetch', fetched);
    const { loader } = bench(partial);
    expect((await failure(loader.load('data-grid'))).phase).toBe('manifest');
    fetched.mockResolvedValue(Response.json(body));
    await loader.load('data-grid');
    expect(fetched).toHaveBeenCalledTimes(2);
  });
});

describe('preload', () => {
  const folder = 'https://intarsia.example/mf/data-grid/1.0.0/';

  test('fetches the entry and the expose once, runs nothing and never fails', async () => {
    const { loader, asked } = bench();
    await loader.preload('data-grid');
    await loader.preload('data-grid');
    await loader.preload('nope');
    expect(asked.slice(1)).toEqual([`warm ${folder}remoteEntry.js`, `warm ${folder}static/grid.js`]);
  });

  test('an app that is loaded needs none', async () => {
    const { loader, asked } = bench();
    await loader.load('data-grid');
    await loader.preload('data-grid');
    expect(asked.at(-1)).toBe('load dataApp/DataGrid');
  });
});

describe('withdraw', () => {
  const better = {
    ...boot,
    apps: { 'data-grid': { ...dataGrid, version: '1.1.0', entry: entry.replace('1.0.0', '1.1.0') } },
    snapshot: { 'dataApp:1.1.0': snapshotOf('1.1.0') },
  };

  test('a version that is not loaded yet never is: the live one takes its place', async () => {
    const { loader, asked, next, files, reports } = bench();
    next.live = () => Promise.resolve(better);
    expect(loader.withdraw('data-grid', '1.0.0')).toBe(false);
    await loader.preload('data-grid');
    await loader.load('data-grid');
    expect(asked.slice(1)).toEqual([
      `anew dataApp ${entry.replace('1.0.0', '1.1.0')}`,
      'load dataApp/DataGrid',
    ]);
    expect(files.allows('/mf/data-grid/1.1.0/remoteEntry.js')).toBe(true);
    expect(reports.at(-1)).toMatchObject({ version: '1.1.0', ok: true });
  });

  test('a version that runs already asks for a new page', async () => {
    const { loader } = bench();
    await loader.load('data-grid');
    expect(loader.withdraw('data-grid', '1.0.0')).toBe(true);
  });

  test('the host always runs', () => {
    const host = { ...boot, apps: { container: { ...dataGrid, route: '/' } } };
    expect(bench(host).loader.withdraw('container', '1.0.0')).toBe(true);
  });

  test('another version or app changes nothing', async () => {
    const { loader, asked } = bench();
    expect([loader.withdraw('data-grid', '0.9.0'), loader.withdraw('gone', '1.0.0')]).toEqual([false, false]);
    await loader.load('data-grid');
    expect(asked.at(-1)).toBe('load dataApp/DataGrid');
  });

  test('while nothing else is live the app fails alone, and is tried again', async () => {
    const { loader, next } = bench();
    loader.withdraw('data-grid', '1.0.0');
    expect((await failure(loader.load('data-grid'))).phase).toBe('manifest');
    next.live = () => Promise.resolve(better);
    await loader.load('data-grid');
  });
});
