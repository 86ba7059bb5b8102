export const limits = [25, 50, 100] as const;

/** What every list has; its filters come beside it, empty when they are not set. */
export interface ListBase {
  limit: number;
  cursor: string | undefined;
  sort: string;
  q: string;
}

export interface ListCodec<F extends object> {
  read(search: URLSearchParams): ListBase & F;
  write(list: ListBase & F): URLSearchParams;
  defaultSort: string;
}

interface Shape<F> {
  sortable: readonly string[];
  defaultSort: string;
  /** The values that a filter knows; `any` takes every text. */
  filters: { [K in keyof F]: readonly F[K][] | 'any' };
}

/** A list in the address. Whatever does not fit is left out, so that an old or mangled link still shows a list. */
export function listCodec<F extends object>({ sortable, defaultSort, filters }: Shape<F>): ListCodec<F> {
  const usual: Record<string, unknown> = { limit: limits[0], sort: defaultSort };
  return {
    defaultSort,
    read(search) {
      const limit = Number(search.get('limit'));
      const sort = search.get('sort') ?? '';
      const base: ListBase = {
        limit: limits.find((known) => known === limit) ?? limits[0],
        cursor: search.get('cursor') ?? undefined,
        sort: sortable.includes(sort.replace(/^-/, '')) ? sort : defaultSort,
        q: search.get('q') ?? '',
      };
      return { ...base, ...readFilters(filters, search) };
    },
    /** The shortest address that means this list: what is as usual is not written. */
    write(list) {
      const search = new URLSearchParams();
      for (const [name, value] of Object.entries(list)) {
        if (value !== undefined && value !== '' && value !== usual[name]) search.set(name, String(value));
      }
      return search;
    },
  };
}

function readFilters<F extends object>(filters: Shape<F>['filters'], search: URLSearchParams): F {
  const read = Object.entries(filters).map(([name, known]) => {
    const value = search.get(name) ?? '';
    return [name, known === 'any' || (known as string[]).includes(value) ? value : ''];
  });
  return Object.fromEntries(read) as F;
}
