import { describe, expect, test } from 'vitest';
import { ownContainer } from '../src/runtime/own-exposes.ts';

describe('the host as a remote of its own page', () => {
  test('gives the module that its page runs, fetched when it is asked for', async () => {
    const ui = { LoginForm: 'form' };
    const module = await ownContainer({ './sharedUI': () => Promise.resolve(ui) }).get('./sharedUI');
    expect(module()).toBe(ui);
  });

  test('says what it has not', async () => {
    await expect(ownContainer({}).get('./charts')).rejects.toThrow('the host exposes no ./charts');
  });
});
