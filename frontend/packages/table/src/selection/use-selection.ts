import { useCallback, useMemo, useState } from 'react';

export interface Selection {
  /** Of the rows that are shown; one that has gone is not selected any more. */
  ids: ReadonlySet<string>;
  select: (ids: Iterable<string>) => void;
  toggle: (id: string) => void;
  clear: () => void;
}

/** Which of the rows that are shown are chosen. */
export function useSelection(rows: readonly { id: string }[] | undefined): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const ids = useMemo(
    () => new Set((rows ?? []).map(({ id }) => id).filter((id) => chosen.has(id))),
    [rows, chosen],
  );
  const select = useCallback((some: Iterable<string>) => setChosen(new Set(some)), []);
  const toggle = useCallback(
    (id: string) =>
      setChosen(
        (before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id]),
      ),
    [],
  );
  const clear = useCallback(() => setChosen(new Set()), []);
  return { ids, select, toggle, clear };
}
