import { ProblemError } from '@intarsia/client';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { LoginForm } from '../src/sign-in/login-form.tsx';
import { render } from './render.tsx';

function problem(code: string, detail: string) {
  const rest = { title: code, request_id: undefined, errors: [], retry_after: undefined };
  return new ProblemError({ status: 401, code, detail, ...rest });
}

async function signIn(onSubmit: (credentials: unknown) => Promise<void>) {
  render(<LoginForm onSubmit={onSubmit} />);
  await userEvent.type(screen.getByRole('textbox', { name: /e-mail or user name/i }), ' ada ');
  await userEvent.type(screen.getByLabelText(/^password/i), ' secret ');
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
}

describe('LoginForm', () => {
  test('hands on the name without spaces and the password as it was typed', async () => {
    const onSubmit = vi.fn(() => Promise.resolve());
    await signIn(onSubmit);
    expect(onSubmit).toHaveBeenCalledWith({ login: 'ada', password: ' secret ' });
  });

  test('does not say whether the name or the password was wrong', async () => {
    await signIn(() => Promise.reject(problem('invalid_credentials', 'Wrong.')));
    expect((await screen.findByRole('alert')).textContent).toContain('do not belong together');
    expect(screen.getByRole('button', { name: 'Sign in' }).hasAttribute('disabled')).toBe(false);
  });

  test('shows the server’s words for every other refusal', async () => {
    await signIn(() => Promise.reject(problem('rate_limited', 'Too many tries. Wait a minute.')));
    expect((await screen.findByRole('alert')).textContent).toBe('Too many tries. Wait a minute.');
  });

  test('shows the password when asked to', async () => {
    render(<LoginForm onSubmit={() => Promise.resolve()} />);
    await userEvent.click(screen.getByRole('button', { name: 'Show password' }));
    expect(screen.getByLabelText(/^password/i).getAttribute('type')).toBe('text');
  });
});
