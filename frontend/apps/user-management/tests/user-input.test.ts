import { describe, expect, test } from 'vitest';
import { readForm, toChange, toNewUser } from '../src/editor/user-input.ts';

const ada = {
  id: 'u1',
  email: 'ada@example.com',
  username: 'ada',
  full_name: 'Ada',
  role: 'admin' as const,
  is_active: true,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
};

describe('what is sent', () => {
  test('a new user without a user name gets one from the server', () => {
    const { username: _, ...rest } = ada;
    expect(toNewUser({ ...rest, username: '', password: 'pw' })).not.toHaveProperty('username');
  });

  test('a change names only what differs', () => {
    expect(toChange({ ...ada, password: '', role: 'user' }, ada)).toEqual({ role: 'user' });
  });

  test('an empty user name is no change', () => {
    expect(toChange({ ...ada, username: '' }, ada)).toEqual({});
  });

  test('a switch that is off is not in the form', () => {
    const form = new FormData();
    form.set('full_name', ' Ada ');
    form.set('password', ' pw ');
    expect(readForm(form)).toMatchObject({ full_name: 'Ada', password: ' pw ', is_active: false });
  });
});
