import { describe, expect, test } from 'vitest';
import type { Release } from '../src/api/registry.ts';
import { releaseDiff, releaseSteps } from '../src/releases/release-diff.ts';

function release(number: number, apps: Record<string, string>): Release {
  return {
    number,
    channel: 'stable',
    apps: Object.fromEntries(Object.entries(apps).map(([app, version]) => [app, { version }])),
    findings: [],
    created_at: '2026-11-21T12:00:00Z',
    created_by: 'Ada',
    note: '',
  };
}

describe('the difference between two releases', () => {
  test('names what was added, changed and taken out, and nothing else', () => {
    const before = release(1, { data: '1.0.0', users: '1.0.0', host: '1.0.0' });
    const after = release(2, { data: '1.1.0', host: '1.0.0', settings: '2.0.0' });
    expect(releaseDiff(before.apps, after.apps)).toEqual([
      { app: 'data', from: '1.0.0', to: '1.1.0' },
      { app: 'settings', from: undefined, to: '2.0.0' },
      { app: 'users', from: '1.0.0', to: undefined },
    ]);
  });
});

describe('the history', () => {
  test('compares each release with the one before; the first one added everything', () => {
    const steps = releaseSteps([release(2, { data: '1.1.0' }), release(1, { data: '1.0.0' })]);
    expect(steps.map(({ changes }) => changes)).toEqual([
      [{ app: 'data', from: '1.0.0', to: '1.1.0' }],
      [{ app: 'data', from: undefined, to: '1.0.0' }],
    ]);
  });

  test('says nothing about a release whose predecessor is not loaded', () => {
    expect(releaseSteps([release(7, { data: '1.0.0' })])[0]?.changes).toBeUndefined();
  });
});
