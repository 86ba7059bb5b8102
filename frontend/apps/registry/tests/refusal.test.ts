import { ProblemError } from '@intarsia/client';
import { describe, expect, test } from 'vitest';
import { findingsOf, isStale } from '../src/promote/refusal.ts';

function refused(status: number, extra: Record<string, unknown> = {}) {
  const rest = { code: 'x', title: 'x', detail: 'x', request_id: undefined, retry_after: undefined };
  return new ProblemError({ status, errors: [], extra, ...rest });
}

describe('a refused promotion', () => {
  test('412 means that somebody else released first', () => {
    expect(isStale(refused(412))).toBe(true);
    expect(isStale(refused(409))).toBe(false);
  });

  test('what the gate found is shown', () => {
    const finding = { rule: 'duplicate_route', severity: 'error', path: 'a', hint: 'Change it.' };
    expect(findingsOf(refused(422, { findings: [finding] }))).toEqual([finding]);
    expect(findingsOf(refused(422))).toEqual([]);
    expect(findingsOf(new Error('any'))).toEqual([]);
  });
});
