import type { BootDocument, RestDocument } from './boot-document.ts';

/** Which scripts this page may run, and the hash each must have. Addresses are resolved against the page. */
export class KnownFiles {
  readonly #base: string;
  readonly #hashes = new Map<string, string>();
  readonly #folders: string[];

  constructor(boot: Pick<BootDocument, 'apps' | 'integrity'>, base: string) {
    this.#base = base;
    // An app's folder rather than its listed files alone: a local override has no hashes.
    this.#folders = Object.values(boot.apps).map(({ entry }) => new URL('.', new URL(entry, base)).href);
    this.add(boot);
  }

  /** An app that came in the place of another version. */
  addApp({ entry }: Pick<BootDocument['apps'][string], 'entry'>): void {
    this.#folders.push(new URL('.', new URL(entry, this.#base)).href);
  }

  add({ integrity }: Pick<RestDocument, 'integrity'>): void {
    for (const [url, hash] of Object.entries(integrity)) this.#hashes.set(this.#absolute(url), hash);
  }

  integrityOf(url: string): string | undefined {
    return this.#hashes.get(this.#absolute(url));
  }

  /** Belongs to an app of the release (or to the host itself). */
  allows(url: string): boolean {
    const absolute = this.#absolute(url);
    return this.#hashes.has(absolute) || this.#folders.some((folder) => absolute.startsWith(folder));
  }

  #absolute(url: string): string {
    return new URL(url, this.#base).href;
  }
}
