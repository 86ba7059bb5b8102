import { useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { type RegistryState, readState, writeState } from './registry-state.ts';

export function useRegistryState() {
  const { search } = useLocation();
  const navigate = useNavigate();
  const state = useMemo(() => readState(new URLSearchParams(search)), [search]);
  const change = (part: Partial<RegistryState>) => {
    // From the address itself: a second choice may come before the first one is rendered.
    const current = readState(new URLSearchParams(window.location.search));
    void navigate({ search: writeState({ ...current, ...part }).toString() });
  };
  return { state, change };
}
