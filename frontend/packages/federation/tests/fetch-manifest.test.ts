import { afterEach, describe, expect, test, vi } from 'vitest';
import { TimeoutError } from '../src/runtime/clock.ts';
import { fetchManifest } from '../src/runtime/fetch-manifest.ts';
import { FakeClock } from './fakes.ts';

const url = '/mf/data-grid/1.0.0/mf-manifest.json';
const missing = () => Promise.resolve(new Response('{}', { status: 404 }));
const found = () => Promise.resolve(Response.json({}));

afterEach(() => vi.unstubAllGlobals());

function serve(...answers: (() => Promise<Response>)[]) {
  const fetched = vi.fn((_url: string, _init: RequestInit) => (answers.shift() ?? missing)());
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

async function run(clock = new FakeClock()) {
  const result = fetchManifest(url, {}, { clock, integrity: 'sha384-m' });
  const settled = result.catch((error: unknown) => error);
  await clock.advance(200);
  return settled;
}

describe('fetchManifest', () => {
  test('passes the hash on', async () => {
    const fetched = serve(found);
    await run();
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({ integrity: 'sha384-m' });
  });

  test('a failure is tried once more', async () => {
    const fetched = serve(missing, found);
    expect(await run()).toBeInstanceOf(Response);
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  test('two failures are one error that says which', async () => {
    serve(missing, missing);
    expect(String(await run())).toContain('answered 404');
  });

  test('a page with 200 is no manifest', async () => {
    const html = () => Promise.resolve(new Response('<h1>', { headers: { 'Content-Type': 'text/html' } }));
    serve(html, html);
    expect(String(await run())).toContain('is not JSON');
  });

  test('a time-out is not tried again, and stops the request', async () => {
    const fetched = serve(() => new Promise(() => undefined));
    const clock = new FakeClock();
    const failed = fetchManifest(url, {}, { clock, integrity: undefined }).catch((error: unknown) => error);
    await clock.advance(3_000);
    expect(await failed).toBeInstanceOf(TimeoutError);
    expect(fetched).toHaveBeenCalledTimes(1);
    expect(fetched.mock.calls[0]?.[1].signal?.aborted).toBe(true);
  });
});
