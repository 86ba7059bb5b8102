import type { Clock, Locks } from '../ports.ts';

/**
 * Runs `work` alone among all tabs. A tab that hangs while it holds the lock must not stop the others: after `patience` milliseconds the work
 * runs without the lock, which the server's idempotent rotation makes safe.
 */
export async function withLock<T>(
  { clock, locks }: { clock: Clock; locks: Locks | undefined },
  name: string,
  patience: number,
  work: () => Promise<T>,
): Promise<T> {
  if (!locks) return work();
  const waiting = new AbortController();
  const timer = clock.setTimeout(() => waiting.abort(), patience);
  let started = false;
  const run = () => {
    started = true;
    clock.clearTimeout(timer);
    return work();
  };
  try {
    return await locks.request(name, { signal: waiting.signal }, run);
  } catch (error) {
    if (started) throw error;
    return run();
  }
}
