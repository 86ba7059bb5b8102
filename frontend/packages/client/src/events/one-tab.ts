import type { Ports } from '../ports.ts';

/** How often a tab in view asks whether the holder still answers, and how long it waits: together well under five seconds. */
const askEvery = 1_500;
const patience = 1_500;
/** Tabs in view lose patience at the same time; the first of them takes over and tells the others. */
const spread = 500;

type Message = { type: 'holder'; says: 'are-you-there' | 'here' };

/**
 * One tab of the browser, the holder of a Web Lock, does the work. A tab that is closed or crashes gives the lock back; one that hangs keeps it
 * and does not answer, then a tab in view takes it away. The holder answers messages rather than sends signs of life, because timers of a tab in
 * the background may be a minute late.
 */
export class OneTab {
  readonly #ports: Ports;
  readonly #name: string;
  readonly #work: (signal: AbortSignal) => Promise<void>;
  #waiting = new AbortController();
  #turn: AbortController | undefined;
  #doubt: number | undefined;

  constructor(ports: Ports, name: string, work: (signal: AbortSignal) => Promise<void>) {
    this.#ports = ports;
    this.#name = name;
    this.#work = work;
    ports.channel?.addEventListener('message', ({ data }) => this.#hear(data));
  }

  start(): void {
    const { locks, channel } = this.#ports;
    if (!locks) {
      void this.#hold();
      return;
    }
    this.#queue();
    if (channel) this.#watch();
  }

  #queue(): void {
    this.#waiting = new AbortController();
    this.#request({ signal: this.#waiting.signal });
  }

  #request(options: { signal: AbortSignal } | { steal: true }): void {
    this.#ports.locks
      ?.request(this.#name, options, () => this.#hold())
      .catch(() => {
        // Given up by this tab, or taken away from it.
        if (!this.#turn) return;
        this.#turn.abort();
        this.#turn = undefined;
        this.#queue();
      });
  }

  async #hold(): Promise<void> {
    const turn = new AbortController();
    this.#turn = turn;
    this.#say('here');
    while (!turn.signal.aborted) await this.#work(turn.signal);
  }

  #watch(): void {
    const { clock, isVisible } = this.#ports;
    clock.setTimeout(() => this.#watch(), askEvery);
    if (this.#turn || this.#doubt !== undefined || !isVisible()) return;
    this.#say('are-you-there');
    this.#doubt = clock.setTimeout(() => this.#takeOver(), patience + Math.random() * spread);
  }

  #takeOver(): void {
    this.#doubt = undefined;
    if (this.#turn || !this.#ports.isVisible()) return;
    this.#waiting.abort();
    this.#request({ steal: true });
  }

  #hear(data: unknown): void {
    const message = data as Partial<Message> | null;
    if (message?.type !== 'holder') return;
    if (message.says === 'are-you-there' && this.#turn) this.#say('here');
    if (message.says !== 'here' || this.#doubt === undefined) return;
    this.#ports.clock.clearTimeout(this.#doubt);
    this.#doubt = undefined;
  }

  #say(says: Message['says']): void {
    this.#ports.channel?.postMessage({ type: 'holder', says } satisfies Message);
  }
}
