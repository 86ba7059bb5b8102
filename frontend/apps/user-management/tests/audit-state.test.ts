import { describe, expect, test } from 'vitest';
import { people } from '../src/api/people.ts';
import { auditState, type noFilters, toFilter } from '../src/audit/audit-state.ts';

const ada = {
  id: 'u1',
  email: 'Ada@example.com',
  username: 'ada',
  full_name: 'Ada Lovelace',
  role: 'user' as const,
  is_active: true,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
};
const asked = (part: Partial<typeof noFilters>) =>
  toFilter({ ...auditState.read(new URLSearchParams()), ...part }, people([ada]));

describe('what the audit trail is asked for', () => {
  test('people by their id, whatever was typed of them', () => {
    expect(asked({ actor: 'ada@EXAMPLE.com', target: 'Ada Lovelace' })).toMatchObject({
      actor: 'u1',
      target: 'user:u1',
    });
  });

  test('everything else as it was typed', () => {
    expect(asked({ actor: 'deploy-token', target: 'channel:stable' })).toMatchObject({
      actor: 'deploy-token',
      target: 'channel:stable',
    });
  });

  test('whole days, the last one included', () => {
    const { since, until } = asked({ since: '2026-03-01', until: '2026-03-01' });
    expect(Date.parse(until ?? '') - Date.parse(since ?? '')).toBe(86_400_000);
    expect(asked({ since: 'nonsense' }).since).toBeUndefined();
  });
});

test('an id is shown as a name where one is known', () => {
  expect(people([ada]).nameOf('user:u1')).toBe('Ada Lovelace');
  expect(people([ada]).nameOf('session:s1')).toBe('session:s1');
});
