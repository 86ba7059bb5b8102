import { useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { readSelection, type Selection, writeSelection } from './selection.ts';

export function useSelection() {
  const { search } = useLocation();
  const navigate = useNavigate();
  const selection = useMemo(() => readSelection(new URLSearchParams(search)), [search]);
  const change = (part: Partial<Selection>) => {
    // From the address itself: a second choice may come before the first one is rendered.
    const current = readSelection(new URLSearchParams(window.location.search));
    void navigate({ search: writeSelection({ ...current, ...part }).toString() });
  };
  return { selection, change };
}
