import { bearer } from '../auth/auth-api.ts';
import type { Clock, Fetch } from '../ports.ts';
import { type Frame, FrameReader } from './frames.ts';

const address = '/api/events';
/** The server writes every 15 s; a proxy that collects frames is found out by the opening one. */
const openingPatience = 10_000;
const silencePatience = 40_000;

export interface Polled {
  items: { id: number; event: string; data: unknown }[];
  last: number;
}

interface Asked {
  token: string | undefined;
  after: string | undefined;
  signal: AbortSignal;
}

/** The two ways to ask for events. The answer's body is read as it comes. */
export class EventApi {
  readonly #fetch: Fetch;
  readonly #clock: Clock;

  constructor(fetch: Fetch, clock: Clock) {
    this.#fetch = fetch;
    this.#clock = clock;
  }

  /** Hands over frames until the stream ends, is aborted or falls silent; rejects when it was refused. */
  async stream({ token, after, signal }: Asked, hear: (frame: Frame) => void): Promise<void> {
    const silence = new AbortController();
    let timer = this.#clock.setTimeout(() => silence.abort(), openingPatience);
    try {
      const headers = {
        ...bearer(token),
        Accept: 'text/event-stream',
        ...(after && { 'Last-Event-ID': after }),
      };
      const ended = AbortSignal.any([signal, silence.signal]);
      const response = await this.#fetch(address, init(headers, ended));
      if (!response.ok || !response.body) throw new EventsRefused(response.status);
      const frames = new FrameReader();
      for await (const text of decoded(response.body, ended)) {
        this.#clock.clearTimeout(timer);
        timer = this.#clock.setTimeout(() => silence.abort(), silencePatience);
        for (const frame of frames.push(text)) hear(frame);
      }
    } finally {
      this.#clock.clearTimeout(timer);
    }
  }

  async poll({ token, after, signal }: Asked): Promise<Polled> {
    const url = after ? `${address}?after=${encodeURIComponent(after)}` : address;
    const response = await this.#fetch(url, init({ ...bearer(token), Accept: 'application/json' }, signal));
    if (!response.ok) throw new EventsRefused(response.status);
    return (await response.json()) as Polled;
  }
}

export class EventsRefused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`The event stream answered ${status}`);
    this.status = status;
  }
}

function init(headers: Record<string, string>, signal: AbortSignal): RequestInit {
  return { method: 'GET', headers, signal, credentials: 'omit', cache: 'no-store' };
}

/** By the reader: not every browser lets a stream be iterated. */
async function* decoded(body: ReadableStream<Uint8Array>, ended: AbortSignal): AsyncGenerator<string> {
  const reader = body.getReader();
  ended.addEventListener('abort', () => void reader.cancel().catch(() => undefined));
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield decoder.decode(value, { stream: true });
  }
}
