import { describe, expect, test } from 'vitest';
import { takeMailToken } from '../src/mail-link/mail-token.ts';

function open(address: string) {
  const url = new URL(address, 'https://intarsia.example');
  const shown = { url: undefined as string | undefined };
  const history = {
    state: null,
    replaceState: (_state: unknown, _title: string, to: string) => (shown.url = to),
  };
  const token = takeMailToken({ location: url, history } as unknown as Window);
  return { token, shown: shown.url };
}

describe('a mailed link', () => {
  test('is read and its token taken out of the address', () => {
    expect(open('/reset-password#token=abc_-1')).toEqual({ token: 'abc_-1', shown: '/reset-password' });
    expect(open('/verify-email#token=x')).toEqual({ token: 'x', shown: '/verify-email' });
  });

  test('of another page is left alone', () => {
    expect(open('/data#token=x')).toEqual({ token: undefined, shown: undefined });
    expect(open('/reset-password')).toEqual({ token: undefined, shown: undefined });
  });
});
