import { ProblemError } from '@intarsia/client';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { ConfirmProvider, useConfirm } from '../src/feedback/confirm.tsx';
import { ToastProvider, useToasts } from '../src/feedback/toasts.tsx';
import { render } from './render.tsx';

const refusal = new ProblemError({
  status: 503,
  code: 'unavailable',
  title: 'Unavailable',
  detail: 'Try later.',
  request_id: 'r-42',
  errors: [],
  retry_after: undefined,
});

function Failing() {
  const toasts = useToasts();
  return (
    <button type="button" onClick={() => toasts.failure('Not saved', refusal)}>
      Save
    </button>
  );
}

function Asking({ onAnswer }: { onAnswer: (yes: boolean) => void }) {
  const confirm = useConfirm();
  const question = { title: 'Delete “Oak”?', text: 'This cannot be undone.', action: 'Delete' };
  return (
    <button type="button" onClick={() => void confirm(question).then(onAnswer)}>
      Ask
    </button>
  );
}

describe('toasts', () => {
  test('a failure says what, why and the request’s id', async () => {
    render(
      <ToastProvider>
        <Failing />
      </ToastProvider>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(screen.getByRole('alert').textContent).toBe('Not saved. Try later.Request r-42');
  });
});

describe('confirm', () => {
  test.each([
    ['Delete', true],
    ['Cancel', false],
  ])('%s answers %s', async (button, answer) => {
    const onAnswer = vi.fn();
    render(
      <ConfirmProvider>
        <Asking onAnswer={onAnswer} />
      </ConfirmProvider>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Ask' }));
    await userEvent.click(await screen.findByRole('button', { name: button }));
    expect(onAnswer).toHaveBeenCalledWith(answer);
  });
});
