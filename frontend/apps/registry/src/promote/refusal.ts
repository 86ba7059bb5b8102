import { ProblemError } from '@intarsia/client';
import type { Finding } from '../api/registry.ts';

/** Somebody else released first. */
export function isStale(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 412;
}

/** What the gate found, when it refused. */
export function findingsOf(error: unknown): Finding[] {
  const found = error instanceof ProblemError ? error.extra['findings'] : undefined;
  return Array.isArray(found) ? (found as Finding[]) : [];
}
