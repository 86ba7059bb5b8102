import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { explainRemoteError } from '../src/remote/explain-remote-error.ts';
import { RemoteBoundary } from '../src/remote/remote-boundary.tsx';
import { render } from './render.tsx';

let broken = true;

function Part() {
  if (broken) throw new Error('planted fault');
  return <p>All is well</p>;
}

beforeEach(() => {
  broken = true;
  // React writes a caught error to the console.
  vi.spyOn(console, 'error').mockReturnValue();
});

describe('RemoteBoundary', () => {
  test('says which part failed and leaves the rest of the page alone', () => {
    const onError = vi.fn();
    render(
      <>
        <p>The host</p>
        <RemoteBoundary title="Data" onError={onError}>
          <Part />
        </RemoteBoundary>
      </>,
    );
    expect(screen.getByText('The host')).toBeDefined();
    expect(screen.getByRole('alert', { name: 'Data is not available' })).toBeDefined();
    expect(onError).toHaveBeenCalledOnce();
  });

  test('Retry renders the part again', async () => {
    const onRetry = vi.fn(() => {
      broken = false;
    });
    render(
      <RemoteBoundary title="Data" onRetry={onRetry}>
        <Part />
      </RemoteBoundary>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(screen.getByText('All is well')).toBeDefined();
  });
});

describe('explainRemoteError', () => {
  const failed = (phase: string, timedOut = false) => Object.assign(new Error('x'), { phase, timedOut });

  test.each([
    [failed('manifest'), 'manifestFailed'],
    [failed('entry'), 'entryFailed'],
    [failed('chunk'), 'chunkFailed'],
    [failed('entry', true), 'tooLong'],
    [new Error('any'), 'renderFailed'],
    ['thrown text', 'renderFailed'],
  ])('%o has words of its own', (error, words) => {
    expect(explainRemoteError(error)).toBe(words);
  });
});
