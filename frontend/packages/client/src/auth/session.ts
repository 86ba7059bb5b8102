import type { Session as SignIn, User } from '../api.ts';
import { tokenSid } from './token.ts';

/** What this tab knows while someone is signed in. Lives in memory only. */
export interface Session {
  accessToken: string;
  sid: string | undefined;
  /** Milliseconds since the epoch, by this machine's clock. */
  issuedAt: number;
  expiresAt: number;
  user: User;
}

export type SessionState =
  | { status: 'starting' }
  | { status: 'guest'; reason?: 'signed-out' | 'ended' }
  | { status: 'unreachable' }
  | { status: 'signed-in'; user: User };

/** `expires_in` counts from the moment the answer came, so a wrong clock on either side does not matter. */
export function sessionFrom(answer: SignIn, now: number): Session {
  return {
    accessToken: answer.access_token,
    sid: tokenSid(answer.access_token),
    issuedAt: now,
    expiresAt: now + answer.expires_in * 1000,
    user: answer.user,
  };
}
