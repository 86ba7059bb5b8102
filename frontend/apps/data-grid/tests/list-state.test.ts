import { describe, expect, test } from 'vitest';
import { listState } from '../src/state/list-state.ts';

const { read: readList, write: writeList } = listState;

const usual = { limit: 25, cursor: undefined, sort: '-created_at', q: '', category: '', status: '' };

describe('the list in the address', () => {
  test('an empty address is the usual list, and the usual list an empty address', () => {
    expect(readList(new URLSearchParams())).toEqual(usual);
    expect(writeList(readList(new URLSearchParams())).toString()).toBe('');
  });

  test('what was chosen comes back', () => {
    const address = 'limit=50&cursor=abc&sort=-name&q=oak&category=Stock&status=active';
    expect(writeList(readList(new URLSearchParams(address))).toString()).toBe(address);
  });

  test('what does not fit is left out', () => {
    expect(readList(new URLSearchParams('limit=7&sort=-password&status=gone'))).toEqual(usual);
  });
});
