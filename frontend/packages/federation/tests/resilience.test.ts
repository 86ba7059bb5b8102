import { describe, expect, test, vi } from 'vitest';
import { KnownFiles } from '../src/runtime/known-files.ts';
import { limits } from '../src/runtime/limits.ts';
import { resilience } from '../src/runtime/resilience.ts';
import { boot, FakeClock, page } from './fakes.ts';

const entry = 'https://intarsia.example/mf/data-grid/1.0.0/remoteEntry.js';

/** `createScript` needs a document; one object with what it sets is enough. */
function plugin() {
  vi.stubGlobal('document', { createElement: () => ({}) });
  const clock = new FakeClock();
  const files = new KnownFiles(boot, page);
  return { clock, hooks: resilience({ files, clock, scriptUrl: (url) => url }) };
}

type Hook = (args: unknown) => unknown;

describe('createScript', () => {
  test('adds the hash, crossorigin and a limit', () => {
    const { hooks } = plugin();
    const made = (hooks.createScript as Hook)({ url: entry });
    expect(made).toEqual({
      script: { src: entry, async: true, crossOrigin: 'anonymous', integrity: 'sha384-a' },
      timeout: limits.entry,
    });
  });
});

describe('loadEntryError', () => {
  function failed(afterMs: number) {
    const { clock, hooks } = plugin();
    const container = { get: () => undefined };
    const getRemoteEntry = vi.fn(async () => container);
    const globalLoading: Record<string, unknown> = { key: 'the failed promise' };
    const run = async () => {
      (hooks.createScript as Hook)({ url: entry });
      await clock.advance(afterMs);
      const args = { getRemoteEntry, globalLoading, uniqueKey: 'key', remoteInfo: { entry }, origin: {} };
      const result = (hooks.loadEntryError as Hook)(args);
      await clock.advance(limits.retryPause);
      return result;
    };
    return { run, getRemoteEntry, globalLoading, container };
  }

  test('a network failure is tried once more, from nothing', async () => {
    const { run, getRemoteEntry, globalLoading, container } = failed(100);
    expect(await run()).toBe(container);
    expect(getRemoteEntry).toHaveBeenCalledTimes(1);
    expect(globalLoading).toEqual({});
  });

  test('a time-out is not', async () => {
    const { run, getRemoteEntry } = failed(limits.entry);
    expect(await run()).toBeUndefined();
    expect(getRemoteEntry).not.toHaveBeenCalled();
  });
});

describe('loadEntry', () => {
  test('leaves entries that are no ES modules to the runtime', async () => {
    const { hooks } = plugin();
    expect(await (hooks.loadEntry as Hook)({ remoteInfo: { entry, type: 'global' } })).toBeUndefined();
  });
});

test('a person waits less than six seconds for the boundary', () => {
  const manifest = limits.manifest + 2 * limits.retryPause;
  const script = limits.entry + limits.retryPause;
  expect(Math.max(manifest, script)).toBeLessThan(6_000);
});
