import type { BootDocument } from './boot-document.ts';
import { type Clock, within } from './clock.ts';
import { limits } from './limits.ts';
import { readBoot } from './read-boot.ts';

/** The boot document that the server would give a page at this route now, which names what is live and describes the route's app whole. */
export type LiveBoot = (route: string) => Promise<BootDocument>;

export function liveBoot(clock: Clock): LiveBoot {
  return async (route) => {
    const asked = fetch(route, { headers: { Accept: 'text/html' }, cache: 'no-store' });
    const response = await within(clock, limits.manifest, 'manifest of the live release', asked);
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const boot = readBoot(page);
    if (!boot) throw new Error(`manifest of the live release: ${route} answered ${response.status}`);
    return boot;
  };
}
