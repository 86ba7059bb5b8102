import { describe, expect, test } from 'vitest';
import { isOld, verdict } from '../src/release/use-newer-release.ts';

const boot = { channel: 'stable', release: 3 };
const loader = { withdraw: (app: string, version: string) => app === 'data' && version === '1.0.0' };

describe('what an announcement means for an open page', () => {
  test.each([
    ['a newer release', { type: 'release', number: 4, channel: 'stable' }, 'at-navigation'],
    ['its own release', { type: 'release', number: 3, channel: 'stable' }, 'keep'],
    ['an older release', { type: 'release', number: 2, channel: 'stable' }, 'keep'],
    ['another channel', { type: 'release', number: 4, channel: 'next' }, 'keep'],
    ['a version that it runs is withdrawn', withdrawal('data', '1.0.0', false), 'at-navigation'],
    ['a version that it runs must go now', withdrawal('data', '1.0.0', true), 'now'],
    ['a version that it does not run', withdrawal('data', '0.9.0', true), 'keep'],
    ['an app that it does not have', withdrawal('gone', '1.0.0', true), 'keep'],
    ['a settings change', { type: 'settings' } as const, 'keep'],
  ] as const)('%s', (_, event, expected) => {
    expect(verdict(event, boot, loader)).toBe(expected);
  });
});

test('a page is old after a day, the shortest retention', () => {
  const day = 86_400_000;
  expect([isOld(0, day - 1), isOld(0, day)]).toEqual([false, true]);
});

function withdrawal(app: string, version: string, force: boolean) {
  return { type: 'withdrawal', app, version, force } as const;
}
