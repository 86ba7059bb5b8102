import type { Session } from './session.ts';

/** 13 of 15 minutes: late enough to be rare, early enough that a slow network still finishes before expiry. */
const refreshPoint = 13 / 15;

/** After a failed refresh: 5 s, doubled up to a minute, so that a restarting server is not met by all tabs at once. */
const firstRetry = 5_000;
const lastRetry = 60_000;

export function refreshDelay(session: Session, now: number): number {
  const due = session.issuedAt + (session.expiresAt - session.issuedAt) * refreshPoint;
  return Math.max(0, due - now);
}

export function retryDelay(failures: number): number {
  return Math.min(lastRetry, firstRetry * 2 ** Math.max(0, failures - 1));
}
