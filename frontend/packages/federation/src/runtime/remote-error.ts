import { TimeoutError } from './clock.ts';
import type { LoadPhase } from './report.ts';

/** An app could not be loaded. `phase` says which step failed; `cause` has the runtime's own error. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  readonly app: string;
  readonly phase: LoadPhase;
  readonly timedOut: boolean;

  constructor(app: string, cause: unknown) {
    const message = cause instanceof Error ? cause.message : String(cause);
    super(`${app}: ${message}`, { cause });
    this.app = app;
    this.phase = phaseOf(message);
    this.timedOut = cause instanceof TimeoutError || /timed out/i.test(message);
  }
}

/** The runtime tells its errors apart by code: 003 and 013 a manifest, 001, 008 and 011 an entry. */
function phaseOf(message: string): LoadPhase {
  if (/RUNTIME-0(03|13)|manifest/i.test(message)) return 'manifest';
  if (/RUNTIME-0(01|08|11)|entry/i.test(message)) return 'entry';
  return 'chunk';
}
