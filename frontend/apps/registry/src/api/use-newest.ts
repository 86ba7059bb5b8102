import { usePlatformEvents } from '@intarsia/ui';
import { useQueryClient } from '@tanstack/react-query';
import { registryKey } from './registry.ts';

const news = new Set(['release', 'withdrawal']);

/** Reads the registry again when somebody, here or elsewhere, has released or withdrawn something. */
export function useNewest(): void {
  const queries = useQueryClient();
  usePlatformEvents(({ type }) => {
    if (news.has(type)) void queries.invalidateQueries({ queryKey: registryKey });
  });
}
