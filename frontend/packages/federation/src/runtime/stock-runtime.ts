import { getInstance, loadRemote, registerRemotes } from '@module-federation/enhanced/runtime';
import type { FederationRuntime, RemoteRegistration } from './federation-runtime.ts';

/** The runtime that the federation plugin has put into this bundle. */
export const stockRuntime: FederationRuntime = {
  loadRemote,
  registerRemotes: (remotes) => registerRemotes(remotes),
  registerAnew: (remote) => {
    remove(remote.name);
    registerRemotes([remote], { force: true });
  },
};

interface RemoteHandler {
  removeRemote?: (remote: RemoteRegistration) => void;
}

/**
 * `force` alone does the same, but warns in the console that it "may cause unexpected errors": for a remote that failed it is the way back. The
 * method is not in the runtime's types; should it go, `force` does its work and the warning returns.
 */
function remove(name: string): void {
  const instance = getInstance();
  const known = instance?.options.remotes.find((remote) => remote.name === name);
  const handler = instance?.remoteHandler as unknown as RemoteHandler | undefined;
  if (known && handler?.removeRemote) handler.removeRemote(known as RemoteRegistration);
}
