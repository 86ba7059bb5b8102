import { describe, expect, test } from 'vitest';
import { channelsWith, readState, writeState } from '../src/state/registry-state.ts';

describe('the registry in the address', () => {
  test('an empty address is what is live on stable, and back', () => {
    const state = readState(new URLSearchParams());
    expect(state).toEqual({ view: 'live', channel: 'stable', app: undefined });
    expect(writeState(state).toString()).toBe('');
  });

  test('what was chosen comes back', () => {
    const address = 'view=apps&channel=next&app=data-grid';
    expect(writeState(readState(new URLSearchParams(address))).toString()).toBe(address);
  });

  test('what does not fit is left out', () => {
    const state = readState(new URLSearchParams('view=gone&channel=..%2F..'));
    expect(state).toEqual({ view: 'live', channel: 'stable', app: undefined });
  });

  test('a channel that only the link knows can be chosen', () => {
    expect(channelsWith('beta')).toEqual(['stable', 'next', 'beta']);
    expect(channelsWith('beta', ['alpha', 'stable'])).toEqual(['stable', 'next', 'alpha', 'beta']);
  });
});
