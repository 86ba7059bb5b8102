/** What happened on the platform while this page was open, as far as it concerns whoever reads it. */
export type News =
  | { kind: 'release'; number: number }
  | { kind: 'withdrawn' | 'failed'; title: string }
  | { kind: 'offline' | 'online' | 'settings' }
  | { kind: 'role'; role: 'admin' | 'user' | 'viewer' }
  | ({ kind: 'new_device' | 'reuse_detected' } & Place);

/** Of a notice that the server keeps: its id, and where it happened. */
interface Place {
  key: string;
  device: string;
  ip: string;
}

export type Notice = News & { id: number; at: number; isRead: boolean };

/** Of these the latest counts alone: it says all that the earlier ones said. */
const subjects: Record<News['kind'], string> = {
  release: 'release',
  withdrawn: 'app',
  failed: 'app',
  offline: 'connection',
  online: 'connection',
  settings: 'settings',
  role: 'role',
  new_device: 'security',
  reuse_detected: 'security',
};
const kept = 50;

/** The notices of one page, the newest first; they live as long as it does. */
export class NoticeBoard {
  readonly #listeners = new Set<() => void>();
  #notices: readonly Notice[] = [];
  #lastId = 0;

  get notices(): readonly Notice[] {
    return this.#notices;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  add(news: News, at = Date.now()): void {
    this.#lastId += 1;
    const others = this.#notices.filter((notice) => subject(notice) !== subject(news));
    this.#set([{ ...news, id: this.#lastId, at, isRead: false }, ...others].slice(0, kept));
  }

  /** Adds what is not there yet. */
  addOnce(news: News, at: number): void {
    if (!this.#notices.some((notice) => subject(notice) === subject(news))) this.add(news, at);
  }

  readAll(): void {
    this.read(() => true);
  }

  read(which: (notice: Notice) => boolean): void {
    const isMeant = (notice: Notice) => !notice.isRead && which(notice);
    if (!this.#notices.some(isMeant)) return;
    this.#set(this.#notices.map((notice) => (isMeant(notice) ? { ...notice, isRead: true } : notice)));
  }

  clear(): void {
    this.#set([]);
  }

  #set(notices: readonly Notice[]): void {
    this.#notices = notices;
    for (const listener of this.#listeners) listener();
  }
}

function subject(news: News): string {
  if ('key' in news) return `${subjects[news.kind]} ${news.key}`;
  return 'title' in news ? `${subjects[news.kind]} ${news.title}` : subjects[news.kind];
}
