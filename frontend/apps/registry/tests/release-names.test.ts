import { expect, test } from 'vitest';
import { changesOf, releaseNames } from '../src/compare/release-names.ts';

test('a history can be compared with itself and with other channels', () => {
  expect(releaseNames('stable', [2, 1], ['next', 'stable'])).toEqual(['stable@2', 'stable@1', 'next']);
});

test('a difference is listed by app, whatever happened to it', () => {
  const changed = { b: { before: '1.0.0', after: '1.1.0' } };
  const found = { before: 'a@1', after: 'a@2', added: { c: '1.0.0' }, removed: { a: '2.0.0' }, changed };
  expect(changesOf(found)).toEqual([
    { app: 'a', from: '2.0.0', to: undefined },
    { app: 'b', from: '1.0.0', to: '1.1.0' },
    { app: 'c', from: undefined, to: '1.0.0' },
  ]);
});
