import type { AuthService } from '../auth/auth-service.ts';
import type { Ports } from '../ports.ts';
import { EventApi, EventsRefused } from './event-api.ts';
import type { Frame } from './frames.ts';
import { OneTab } from './one-tab.ts';
import { type PlatformEvent, platformEvent } from './platform-event.ts';
import { pause, whenKnown, whoIs } from './waiting.ts';

const lockName = 'intarsia.events';
const firstRetry = 1_000;
const lastRetry = 30_000;
/** Without a stream: often enough to be noticed soon, seldom enough for many tabs. */
const pollEvery = 5_000;
/** So many refused streams in a row mean that polling does better. */
const patience = 2;

type Listener = (event: PlatformEvent) => void;
type TabMessage = { type: 'event'; id: string | undefined; event?: PlatformEvent } | { type: 'hello' };

/**
 * What the platform tells this browser. One tab, the holder of a Web Lock, keeps the stream open and passes on what it hears; when that tab goes
 * or hangs, the lock goes to another, which resumes after the last event that any of them has heard.
 */
export class EventService {
  readonly #ports: Ports;
  readonly #auth: AuthService;
  readonly #api: EventApi;
  readonly #listeners = new Set<Listener>();
  #lastId: string | undefined;
  #renewal: Promise<unknown> = Promise.resolve();
  /** What the stream was asked for with. */
  #token: string | undefined;
  #failures = 0;
  #started = false;
  #leads = false;
  /** The latest release of each channel, for tabs that come later than its announcement. */
  readonly #releases = new Map<string, PlatformEvent>();

  constructor(ports: Ports, auth: AuthService) {
    this.#ports = ports;
    this.#auth = auth;
    this.#api = new EventApi(ports.fetch, ports.clock);
    ports.channel?.addEventListener('message', ({ data }) => this.#hearTab(data));
  }

  /** Who comes late is told of the latest releases first: their page may be older. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    for (const release of this.#releases.values()) listener(release);
    return () => this.#listeners.delete(listener);
  }

  /** Listens for as long as the page lives. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    const { locks, channel } = this.#ports;
    channel?.postMessage({ type: 'hello' } satisfies TabMessage);
    // Without locks every tab would hold a connection, of which a browser has six: then all of them poll.
    if (!locks) this.#failures = patience;
    new OneTab(this.#ports, lockName, (signal) => this.#listen(signal)).start();
  }

  /** As one person, until that changes. */
  async #listen(held: AbortSignal): Promise<void> {
    this.#leads = true;
    await whenKnown(this.#auth);
    const turn = new AbortController();
    const who = whoIs(this.#auth.state);
    const leave = this.#auth.subscribe((state) => {
      if (whoIs(state) !== who) turn.abort();
    });
    await this.#once(AbortSignal.any([held, turn.signal]));
    leave();
    this.#leads = !held.aborted;
  }

  /** One stream or one poll, and the wait before the next; somebody else's signing in cuts it short. */
  async #once(signal: AbortSignal): Promise<void> {
    const { clock, locks } = this.#ports;
    const polling = this.#failures >= patience;
    try {
      await this.#renewal; // or the next stream would be asked for with the token that ended this one
      this.#token = await this.#auth.accessToken();
      const asked = { token: this.#token, after: this.#lastId, signal };
      await (polling ? this.#poll(asked) : this.#api.stream(asked, (frame) => this.#hear(frame)));
      await pause(clock, polling ? pollEvery : firstRetry, signal);
      // Once in a while a stream is tried again.
      if (polling && locks) this.#failures += 1;
      if (this.#failures > patience + 12) this.#failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      this.#failures += 1;
      if (error instanceof EventsRefused && error.status === 401) await this.#auth.refresh();
      await pause(clock, Math.min(lastRetry, firstRetry * 2 ** this.#failures), signal);
    }
  }

  async #poll(asked: Parameters<EventApi['poll']>[0]): Promise<void> {
    const { items, last } = await this.#api.poll(asked);
    for (const { id, event, data } of items) this.#tell(String(id), platformEvent(event, data));
    this.#tell(String(last), undefined);
  }

  #hear({ id, event, data }: Frame): void {
    this.#failures = 0;
    // Why the stream ends: a token that no longer counts, most often.
    if (event === 'end') {
      this.#renewal = this.#renew();
      return;
    }
    this.#tell(id, event ? platformEvent(event, JSON.parse(data || '{}')) : undefined);
  }

  /** The page may have a newer token already: it renews ahead of time, the stream ends on time. */
  async #renew(): Promise<void> {
    if ((await this.#auth.accessToken()) === this.#token) await this.#auth.refresh();
  }

  #tell(id: string | undefined, event: PlatformEvent | undefined): void {
    this.#passOn(id, event);
    this.#take(id, event);
    // By the tab that hears it first; the others get the new token from it.
    if (event?.type === 'authority') this.#renewal = this.#auth.refresh();
  }

  #passOn(id: string | undefined, event: PlatformEvent | undefined): void {
    const message: TabMessage = { type: 'event', id, ...(event && { event }) };
    this.#ports.channel?.postMessage(message);
  }

  #hearTab(data: unknown): void {
    const message = data as TabMessage | null;
    if (message?.type === 'event') this.#take(message.id, message.event);
    if (message?.type === 'hello' && this.#leads)
      for (const release of this.#releases.values()) this.#passOn(this.#lastId, release);
  }

  #take(id: string | undefined, event: PlatformEvent | undefined): void {
    this.#lastId = id ?? this.#lastId;
    if (event?.type === 'release') this.#releases.set(event.channel, event);
    if (event) for (const listener of this.#listeners) listener(event);
  }
}
