import { ProblemError } from '@intarsia/client';
import { describe, expect, test } from 'vitest';
import { fieldRefusals, isStale } from '../src/refusal.ts';

function refused(status: number, errors: ProblemError['errors'] = []) {
  const rest = { code: 'x', title: 'x', detail: 'x', request_id: undefined, retry_after: undefined };
  return new ProblemError({ status, errors, ...rest });
}

describe('a refused change', () => {
  test('412 means that somebody else saved first', () => {
    expect(isStale(refused(412))).toBe(true);
    expect(isStale(refused(422))).toBe(false);
  });

  test('the server’s words stand at their fields', () => {
    const error = refused(422, [{ loc: ['body', 'name'], msg: 'is too long', type: 'string_too_long' }]);
    expect(fieldRefusals(error)).toEqual({ name: { type: 'string_too_long', msg: 'is too long' } });
  });

  test('a conflict stands at the field that it names', () => {
    const rest = { title: 'x', request_id: undefined, retry_after: undefined, errors: [] };
    const extra = { field: 'email' };
    const error = new ProblemError({ status: 409, code: 'email_taken', detail: 'Taken.', extra, ...rest });
    expect(fieldRefusals(error)).toEqual({ email: { type: 'email_taken', msg: 'Taken.' } });
  });
});
