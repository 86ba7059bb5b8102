import { describe, expect, test } from 'vitest';
import { loginPath, nextPath } from '../src/login/next-path.ts';

function roundTrip(path: string): string {
  return nextPath(new URL(loginPath(path), 'https://intarsia.example').searchParams);
}

describe('the page that was asked for', () => {
  test.each(['/', '/data', '/data?status=active&q=a%20b'])('%s is remembered over the sign-in', (path) => {
    expect(roundTrip(path)).toBe(path);
  });

  test.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/login?next=/',
  ])('%s leads home', (next) => {
    expect(nextPath(new URLSearchParams({ next }))).toBe('/');
  });
});
