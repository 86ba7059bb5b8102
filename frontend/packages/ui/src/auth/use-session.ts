import { type Client, getClient, type PlatformEvent, type SessionState, type User } from '@intarsia/client';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';

/** Who is signed in; renders again when that changes, in this tab or another. */
export function useSession(): SessionState {
  const { auth } = getClient();
  return useSyncExternalStore(
    (changed) => auth.subscribe(changed),
    () => auth.state,
  );
}

/** The signed-in person; undefined for a guest and while it is being found out. */
export function useUser(): User | undefined {
  const session = useSession();
  return session.status === 'signed-in' ? session.user : undefined;
}

export function useClient(): Client {
  return getClient();
}

/** Calls `hear` with everything that the platform tells this browser. */
export function usePlatformEvents(hear: (event: PlatformEvent) => void): void {
  const onEvent = useEffectEvent(hear);
  useEffect(() => getClient().events.subscribe((event) => onEvent(event)), []);
}
