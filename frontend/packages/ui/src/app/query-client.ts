import { ProblemError } from '@intarsia/client';
import { QueryClient } from '@tanstack/react-query';

/** A refusal stays a refusal: only what failed on the way is asked again. */
function retry(failures: number, error: unknown): boolean {
  const temporary = error instanceof ProblemError && (error.status === 0 || error.status >= 500);
  return temporary && failures < 2;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry, staleTime: 15_000, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
}
