/** What the client needs from its surroundings. Tests hand in their own; `browser-ports.ts` has the real ones. */
export interface Clock {
  now(): number;
  setTimeout(run: () => void, ms: number): number;
  clearTimeout(id: number): void;
}

/** The part of `navigator.locks` that is used. */
export interface Locks {
  request<T>(
    name: string,
    options: { signal: AbortSignal } | { steal: true },
    run: () => Promise<T>,
  ): Promise<T>;
}

/** The part of `BroadcastChannel` that is used. A channel never hears itself. */
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Ports {
  clock: Clock;
  fetch: Fetch;
  /** Absent on plain-http hosts other than localhost: then tabs refresh on their own, which the server tolerates. */
  locks: Locks | undefined;
  channel: Channel | undefined;
  /** Whether somebody can see this tab; browsers hold back the timers of the others. */
  isVisible(): boolean;
  /** Loads the page again. */
  reload(): void;
}
