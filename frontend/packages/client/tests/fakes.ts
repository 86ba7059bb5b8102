import type { Channel, Clock, Locks, Ports } from '../src/ports.ts';

/** Time that moves only when told to. */
export class FakeClock implements Clock {
  time = 1_000_000;
  #timers = new Map<number, { at: number; run: () => void }>();
  #last = 0;

  now(): number {
    return this.time;
  }

  setTimeout(run: () => void, ms: number): number {
    this.#last += 1;
    this.#timers.set(this.#last, { at: this.time + ms, run });
    return this.#last;
  }

  clearTimeout(id: number): void {
    this.#timers.delete(id);
  }

  async advance(ms: number): Promise<void> {
    this.time += ms;
    for (const [id, timer] of [...this.#timers]) {
      if (timer.at > this.time) continue;
      this.#timers.delete(id);
      timer.run();
    }
    await settle();
  }
}

/** Lets everything that waits on promises alone go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

interface Lock {
  /** Takes it from whoever holds it. */
  rob: (() => void) | undefined;
  waiting: (() => void)[];
}

/** Web Locks for tabs that share one object. */
export class FakeLocks implements Locks {
  readonly #locks = new Map<string, Lock>();

  request<T>(
    name: string,
    options: { signal: AbortSignal } | { steal: true },
    run: () => Promise<T>,
  ): Promise<T> {
    const lock = this.#lock(name);
    if ('steal' in options) {
      lock.rob?.();
      return this.#give(lock, run);
    }
    return new Promise((resolve, reject) => {
      const begin = () => void this.#give(lock, run).then(resolve, reject);
      options.signal.addEventListener('abort', () => {
        if (!lock.waiting.includes(begin)) return;
        lock.waiting = lock.waiting.filter((other) => other !== begin);
        reject(options.signal.reason);
      });
      lock.waiting.push(begin);
      if (!lock.rob) lock.waiting.shift()?.();
    });
  }

  /** Another tab takes the lock and never gives it back. */
  hang(name = 'intarsia.refresh'): void {
    this.#lock(name).rob = () => undefined;
  }

  #lock(name: string): Lock {
    const lock = this.#locks.get(name) ?? { rob: undefined, waiting: [] };
    this.#locks.set(name, lock);
    return lock;
  }

  #give<T>(lock: Lock, run: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const rob = () => reject(new DOMException('stolen', 'AbortError'));
      lock.rob = rob;
      run()
        .then(resolve, reject)
        .finally(() => {
          if (lock.rob !== rob) return;
          lock.rob = undefined;
          lock.waiting.shift()?.();
        });
    });
  }
}

/** A broadcast channel for every tab of one browser. */
export class FakeAir {
  #listeners: { channel: Channel; hear: (event: { data: unknown }) => void }[] = [];

  tab(): Channel {
    const channel: Channel = {
      postMessage: (data) => {
        for (const { channel: other, hear } of this.#listeners) {
          if (other !== channel) hear({ data: structuredClone(data) });
        }
      },
      addEventListener: (_, hear) => void this.#listeners.push({ channel, hear }),
    };
    return channel;
  }
}

export interface Call {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Record<string, unknown> | undefined;
  /** The body of what is no JSON. */
  text: string | undefined;
}

type Answer = () => Response | Promise<Response>;

/** Answers by path, and remembers what it was asked. */
export class FakeServer {
  readonly calls: Call[] = [];
  readonly answers = new Map<string, Answer>();

  on(path: string, answer: Answer): this {
    this.answers.set(path, answer);
    return this;
  }

  count(path: string): number {
    return this.calls.filter(({ url }) => url.split('?')[0] === path).length;
  }

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const headers = init.headers as Record<string, string>;
    const text = init.body ? String(init.body) : undefined;
    const isJson = headers['Content-Type'] === 'application/json';
    this.calls.push({
      method: init.method ?? 'GET',
      url,
      headers,
      body: text && isJson ? JSON.parse(text) : undefined,
      text: isJson ? undefined : text,
    });
    await Promise.resolve();
    const answer = this.answers.get(url.split('?')[0] ?? '');
    if (!answer) throw new TypeError('fetch failed');
    return answer();
  };
}

export const ada = {
  id: 'u1',
  email: 'ada@example.com',
  username: 'ada',
  full_name: 'Ada Lovelace',
  role: 'admin' as const,
  is_active: true,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
};

export function token(sid: string, number = 1): string {
  const part = (value: object) => btoa(JSON.stringify(value)).replace(/=+$/, '');
  return `${part({ alg: 'HS256' })}.${part({ sid, number })}.signature`;
}

/** What login and refresh answer. */
export function signedIn(sid = 's1', number = 1): Response {
  return Response.json({
    access_token: token(sid, number),
    token_type: 'bearer',
    expires_in: 900,
    user: ada,
  });
}

export function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  const body = {
    type: 'about:blank',
    title: code,
    status,
    detail: `It was ${code}.`,
    code,
    request_id: 'r-1',
  };
  return Response.json(body, {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });
}

export interface FakePorts extends Ports {
  clock: FakeClock;
  reloads: number;
  visible: boolean;
}

/** One tab. Tabs of one browser share clock, locks and air. */
export function fakePorts(
  server: FakeServer,
  shared: Partial<Ports> & { clock?: FakeClock } = {},
): FakePorts {
  const ports: FakePorts = {
    fetch: server.fetch,
    locks: undefined,
    channel: undefined,
    reloads: 0,
    visible: true,
    isVisible: () => ports.visible,
    reload: () => {
      ports.reloads += 1;
    },
    ...shared,
    clock: shared.clock ?? new FakeClock(),
  };
  return ports;
}
