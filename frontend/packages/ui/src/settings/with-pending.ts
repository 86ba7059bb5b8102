import { type MutationKey, useMutationState } from '@tanstack/react-query';

/**
 * What the server has said, with every change on top that it has not answered yet, in the order of the clicks. An answer replaces only what lies
 * below: one that is late, or about an earlier change, undoes no later click.
 */
export function useWithPending<T extends object>(mutationKey: MutationKey, known: T | undefined) {
  const changes = useMutationState({
    filters: { mutationKey, status: 'pending', exact: true },
    select: ({ state }) => state.variables as Partial<T>,
  });
  return known && (Object.assign({}, known, ...changes) as T);
}
