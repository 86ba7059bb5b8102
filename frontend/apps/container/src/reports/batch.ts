/** What a batch needs from its surroundings. */
export interface BatchPorts<T> {
  setTimeout(run: () => void, ms: number): unknown;
  /** `leaving`: the page is going away, so nothing may be awaited. Whatever becomes of it, it must not throw. */
  send(items: T[], leaving: boolean): void;
}

export interface BatchLimits {
  /** How long the first item waits for company, in milliseconds. */
  wait: number;
  /** As many go together; the next ones wait for the next round. */
  size: number;
  /** What comes while as many wait is dropped: a page in a loop must not fill the memory or the network. */
  kept: number;
}

/** Collects what happens and sends it together. */
export class Batch<T> {
  readonly #ports: BatchPorts<T>;
  readonly #limits: BatchLimits;
  #waiting: T[] = [];
  #scheduled = false;

  constructor(ports: BatchPorts<T>, limits: BatchLimits) {
    this.#ports = ports;
    this.#limits = limits;
  }

  add(item: T): void {
    if (this.#waiting.length >= this.#limits.kept) return;
    this.#waiting.push(item);
    this.#schedule();
  }

  /** Sends everything at once, as when the page is hidden: it may not be shown again. */
  flush(): void {
    while (this.#waiting.length > 0) this.#sendSome(true);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#ports.setTimeout(() => {
      this.#scheduled = false;
      this.#sendSome(false);
      if (this.#waiting.length > 0) this.#schedule();
    }, this.#limits.wait);
  }

  #sendSome(leaving: boolean): void {
    const some = this.#waiting.splice(0, this.#limits.size);
    if (some.length > 0) this.#ports.send(some, leaving);
  }
}
