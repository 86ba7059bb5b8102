import { ProblemError } from '@intarsia/client';
import { notifyManager, QueryClient } from '@tanstack/react-query';

/** A refusal stays a refusal: only what failed on the way is asked again. */
function retry(failures: number, error: unknown): boolean {
  const temporary = error instanceof ProblemError && (error.status === 0 || error.status >= 500);
  return temporary && failures < 2;
}

export function createQueryClient(): QueryClient {
  // Within the event that caused it: after a timer the page would first be drawn as it was before a click, a ticked box unticked.
  notifyManager.setScheduler(queueMicrotask);
  return new QueryClient({
    defaultOptions: {
      queries: { retry, staleTime: 15_000, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
}
