import type { Channel } from '../ports.ts';
import type { Session } from './session.ts';

/** What tabs tell each other. Channels are same-origin and keep nothing, so a token in a message is still only in memory. */
export type TabMessage =
  | { type: 'session'; session: Session }
  | { type: 'signed-out'; sid: string | undefined };

export function tell(channel: Channel | undefined, message: TabMessage): void {
  channel?.postMessage(message);
}

export function listen(channel: Channel | undefined, hear: (message: TabMessage) => void): void {
  channel?.addEventListener('message', ({ data }) => {
    if (isTabMessage(data)) hear(data);
  });
}

/** A tab may still run an older build: what it says is checked, not trusted. */
function isTabMessage(data: unknown): data is TabMessage {
  if (typeof data !== 'object' || data === null) return false;
  const { type, session } = data as { type?: unknown; session?: Partial<Session> };
  if (type === 'signed-out') return true;
  return type === 'session' && typeof session?.accessToken === 'string' && session.user !== undefined;
}
