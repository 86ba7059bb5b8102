import { beforeEach, describe, expect, test } from 'vitest';
import { Batch } from '../src/reports/batch.ts';

let timers: (() => void)[];
let sent: { items: number[]; leaving: boolean }[];
let batch: Batch<number>;

function pass() {
  for (const run of timers.splice(0)) run();
}

beforeEach(() => {
  timers = [];
  sent = [];
  const ports = {
    setTimeout: (run: () => void) => timers.push(run),
    send: (items: number[], leaving: boolean) => void sent.push({ items, leaving }),
  };
  batch = new Batch(ports, { wait: 1_000, size: 2, kept: 3 });
});

describe('Batch', () => {
  test('sends together what comes together, and nothing when nothing came', () => {
    batch.add(1);
    batch.add(2);
    expect(sent).toEqual([]);
    pass();
    pass();
    expect(sent).toEqual([{ items: [1, 2], leaving: false }]);
  });

  test('sends what is too much in the next round and drops what is far too much', () => {
    for (const item of [1, 2, 3, 4]) batch.add(item);
    pass();
    pass();
    expect(sent.map(({ items }) => items)).toEqual([[1, 2], [3]]);
  });

  test('sends all at once when the page is left', () => {
    for (const item of [1, 2, 3]) batch.add(item);
    batch.flush();
    pass();
    expect(sent).toEqual([
      { items: [1, 2], leaving: true },
      { items: [3], leaving: true },
    ]);
  });
});
