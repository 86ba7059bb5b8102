import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { ListBase, ListCodec } from './list-codec.ts';

export interface ListState<F extends object = object> {
  list: ListBase & F;
  /** How many pages lie before this one, as far as is known. */
  page: number;
  /** Changes order or filter and goes to the first page. */
  change: (part: Partial<ListBase & F>) => void;
  next: (cursor: string) => void;
  previous: () => void;
  first: () => void;
}

/** The list is in the address; the cursors of the pages before are beside it, in the history entry, and so survive a reload. */
export function useListState<F extends object>(codec: ListCodec<F>): ListState<F> {
  const { search, state } = useLocation();
  const navigate = useNavigate();
  const list = useMemo(() => codec.read(new URLSearchParams(search)), [codec, search]);
  const trail = useMemo(() => trailOf(state), [state]);

  const go = useCallback(
    (to: ListBase & F, way: (string | null)[], replace = false) =>
      void navigate({ search: codec.write(to).toString() }, { replace, state: { trail: way } }),
    [codec, navigate],
  );
  const change = useCallback(
    (part: Partial<ListBase & F>) => go({ ...list, cursor: undefined, ...part }, [], 'q' in part),
    [go, list],
  );
  return {
    list,
    page: list.cursor ? trail.length : 0,
    change,
    next: (cursor) => go({ ...list, cursor }, [...trail, list.cursor ?? null]),
    previous: () => go({ ...list, cursor: trail.at(-1) ?? undefined }, trail.slice(0, -1)),
    first: () => go({ ...list, cursor: undefined }, []),
  };
}

function trailOf(state: unknown): (string | null)[] {
  const trail = (state as { trail?: unknown } | null)?.trail;
  return Array.isArray(trail) ? (trail as (string | null)[]) : [];
}
