import { describe, expect, test } from 'vitest';
import { daysOf, readSelection, writeSelection } from '../src/state/selection.ts';

describe('the selection in the address', () => {
  test('an empty address is the usual selection, and back', () => {
    expect(readSelection(new URLSearchParams())).toEqual({ range: 30, interval: 'day', by: '' });
    expect(writeSelection(readSelection(new URLSearchParams())).toString()).toBe('');
  });

  test('what was chosen comes back', () => {
    const address = 'range=90&interval=week&by=app';
    expect(writeSelection(readSelection(new URLSearchParams(address))).toString()).toBe(address);
  });

  test('what does not fit is left out', () => {
    const search = new URLSearchParams('range=31&interval=year&by=user');
    expect(readSelection(search)).toEqual({ range: 30, interval: 'day', by: '' });
  });

  test('today is the last of its days', () => {
    const days = daysOf({ range: 7 }, new Date('2026-11-21T23:59:00Z'));
    expect(days).toEqual({ from: '2026-11-15', to: '2026-11-21' });
  });
});
