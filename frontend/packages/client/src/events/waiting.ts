import type { AuthService } from '../auth/auth-service.ts';
import type { SessionState } from '../auth/session.ts';
import type { Clock } from '../ports.ts';

/** Ends after `ms`, or at once when it is cut short. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = clock.setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clock.clearTimeout(timer);
      resolve();
    });
  });
}

/** The person by id, `guest`, or undefined while that is not known. */
export function whoIs(state: SessionState): string | undefined {
  if (state.status === 'signed-in') return state.user.id;
  return state.status === 'guest' ? 'guest' : undefined;
}

export function whenKnown(auth: AuthService): Promise<void> {
  if (whoIs(auth.state)) return Promise.resolve();
  return new Promise((resolve) => {
    const leave = auth.subscribe((state) => {
      if (!whoIs(state)) return;
      leave();
      resolve();
    });
  });
}
