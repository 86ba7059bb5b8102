import type { Channel, Clock, Locks, Ports } from './ports.ts';

const clock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => window.setTimeout(run, ms),
  clearTimeout: (id) => window.clearTimeout(id),
};

/** The page's own clock, network, locks and channel. Only called in a browser; nothing happens on import. */
export function browserPorts(): Ports {
  return {
    clock,
    fetch: (url, init) => window.fetch(url, init),
    locks: navigator.locks as Locks | undefined,
    channel: 'BroadcastChannel' in window ? (new BroadcastChannel('intarsia.auth') as Channel) : undefined,
    isVisible: () => document.visibilityState === 'visible',
    reload: () => window.location.reload(),
  };
}
