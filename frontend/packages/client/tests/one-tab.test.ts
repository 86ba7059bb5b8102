import { describe, expect, test } from 'vitest';
import { OneTab } from '../src/events/one-tab.ts';
import { FakeAir, FakeClock, FakeLocks, FakeServer, fakePorts, settle } from './fakes.ts';

/** Tabs of one browser; each writes its name while it holds. */
function browser() {
  const [clock, locks, air] = [new FakeClock(), new FakeLocks(), new FakeAir()];
  const holding = new Set<string>();
  const open = (name: string) => {
    const ports = fakePorts(new FakeServer(), { clock, locks, channel: air.tab() });
    const work = async (signal: AbortSignal) => {
      holding.add(name);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      holding.delete(name);
    };
    new OneTab(ports, 'work', work).start();
    return ports;
  };
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 100) await clock.advance(100);
  };
  return { clock, locks, air, holding, open, pass };
}

describe('OneTab', () => {
  test('one of many works, and it stays the same one', async () => {
    const { holding, open, pass } = browser();
    for (const name of ['a', 'b', 'c']) open(name);
    await pass(20_000);
    expect([...holding]).toEqual(['a']);
  });

  test('a holder that hangs is replaced within five seconds, by one tab', async () => {
    const { holding, locks, open, pass } = browser();
    locks.hang('work');
    for (const name of ['a', 'b', 'c']) open(name);
    await settle();
    expect(holding.size).toBe(0);
    await pass(5_000);
    expect(holding.size).toBe(1);
    const [first] = holding;
    await pass(20_000);
    expect([...holding]).toEqual([first]);
  });

  test('a tab in the background takes nothing away', async () => {
    const { holding, locks, open, pass } = browser();
    locks.hang('work');
    const hidden = open('a');
    hidden.visible = false;
    await pass(20_000);
    expect(holding.size).toBe(0);
    hidden.visible = true;
    await pass(5_000);
    expect([...holding]).toEqual(['a']);
  });

  test('whoever is robbed stops and takes its place in the queue', async () => {
    const { holding, locks, open } = browser();
    open('a');
    await settle();
    let giveBack: () => void = () => undefined;
    void locks.request('work', { steal: true }, () => new Promise<void>((done) => (giveBack = done)));
    await settle();
    expect(holding.size).toBe(0);
    giveBack();
    await settle();
    expect([...holding]).toEqual(['a']);
  });
});
