import { describe, expect, test } from 'vitest';
import { matching } from '../src/commands/commands.ts';
import { panelOf } from '../src/shell/panels.ts';

const run = () => undefined;
const commands = [
  { id: 'home', label: 'Home', run },
  { id: 'registry', label: 'Registry', words: 'Promote and roll back data', run },
  { id: 'data', label: 'Data', words: 'Browse records', run },
];

function found(typed: string) {
  return matching(commands, typed).map(({ id }) => id);
}

describe('the command list', () => {
  test('shows all before anything is typed', () => {
    expect(found(' ')).toEqual(['home', 'registry', 'data']);
  });

  test('finds by every word, in label and description, the beginning first', () => {
    expect(found('data')).toEqual(['data', 'registry']);
    expect(found('back ROLL')).toEqual(['registry']);
    expect(found('nowhere')).toEqual([]);
  });
});

describe('the keys', () => {
  const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

  test('open their panel with Control or Command and nothing else', () => {
    expect(panelOf({ ...none, ctrlKey: true, key: 'k' })).toBe('commands');
    expect(panelOf({ ...none, metaKey: true, shiftKey: true, key: 'E' })).toBe('errors');
    expect(panelOf({ ...none, key: 'k' })).toBeUndefined();
    expect(panelOf({ ...none, ctrlKey: true, altKey: true, key: 'k' })).toBeUndefined();
    expect(panelOf({ ...none, ctrlKey: true, key: 'e' })).toBeUndefined();
  });
});
