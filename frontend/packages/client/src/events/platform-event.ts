/** What the platform tells browsers; of personal things only that they have to be fetched again. */
export type PlatformEvent =
  | { type: 'release'; number: number; channel: string }
  | { type: 'withdrawal'; app: string; version: string; force: boolean }
  | { type: 'settings' | 'session' | 'authority' };

const types: readonly string[] = ['release', 'withdrawal', 'settings', 'session', 'authority'];

/** Undefined for a kind that this build does not know. */
export function platformEvent(type: string, data: unknown): PlatformEvent | undefined {
  if (!types.includes(type)) return undefined;
  return { ...(typeof data === 'object' ? data : {}), type } as PlatformEvent;
}
