/** A document that crossed a boundary has another shape than agreed. `path` says where. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';

  constructor(path: string, expected: string) {
    super(`${path}: expected ${expected}`);
  }
}

type Fields = Record<string, unknown>;

/** Reads typed fields out of unknown JSON, naming the path of the first thing that is wrong. */
export class Reader {
  readonly #path: string;
  readonly #fields: Fields;

  constructor(value: unknown, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ShapeError(path, 'an object');
    }
    this.#fields = value as Fields;
    this.#path = path;
  }

  text(name: string): string {
    const value = this.#fields[name];
    if (typeof value !== 'string' || value === '') throw this.#wrong(name, 'a text');
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.#fields[name] == null ? undefined : this.text(name);
  }

  number(name: string): number {
    const value = this.#fields[name];
    if (typeof value !== 'number' || !Number.isFinite(value)) throw this.#wrong(name, 'a number');
    return value;
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T {
    const value = values.find((candidate) => candidate === this.#fields[name]);
    if (value === undefined) throw this.#wrong(name, `one of ${values.join(', ')}`);
    return value;
  }

  optionalTexts(name: string): string[] | undefined {
    const value = this.#fields[name];
    if (value == null) return undefined;
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
      throw this.#wrong(name, 'a list of texts');
    }
    return value;
  }

  flag(name: string): boolean {
    return this.#fields[name] === true;
  }

  /** A nested object; undefined when it is absent, null or false. */
  optionalObject(name: string): Reader | undefined {
    const value = this.#fields[name];
    return value == null || value === false ? undefined : new Reader(value, `${this.#path}.${name}`);
  }

  /** A map whose values are read one by one; an absent map is empty. */
  map<T>(name: string, read: (value: unknown, path: string) => T): Record<string, T> {
    const path = `${this.#path}.${name}`;
    const entries = Object.entries((this.optionalObject(name) ?? new Reader({}, path)).#fields);
    return Object.fromEntries(entries.map(([key, value]) => [key, read(value, `${path}.${key}`)]));
  }

  #wrong(name: string, expected: string): ShapeError {
    return new ShapeError(`${this.#path}.${name}`, expected);
  }
}

export function readText(value: unknown, path: string): string {
  if (typeof value !== 'string') throw new ShapeError(path, 'a text');
  return value;
}
