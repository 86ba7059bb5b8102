export const views = ['live', 'apps', 'releases', 'compare'] as const;
export type View = (typeof views)[number];

export const usualChannel = 'stable';
const channels = [usualChannel, 'next'];
const channelName = /^[a-z0-9][a-z0-9._-]{0,63}$/;

export interface RegistryState {
  view: View;
  channel: string;
  /** The app whose versions are shown. */
  app: string | undefined;
}

/** What the address says. Whatever does not fit is left out. */
export function readState(search: URLSearchParams): RegistryState {
  const channel = search.get('channel') ?? '';
  return {
    view: views.find((known) => known === search.get('view')) ?? 'live',
    channel: channelName.test(channel) ? channel : usualChannel,
    app: search.get('app') || undefined,
  };
}

/** The shortest address that means this state. */
export function writeState({ view, channel, app }: RegistryState): URLSearchParams {
  const search = new URLSearchParams();
  if (view !== 'live') search.set('view', view);
  if (channel !== usualChannel) search.set('channel', channel);
  if (app && view === 'apps') search.set('app', app);
  return search;
}

/** The channels to choose from: the usual ones, those that have releases, and the one a link names. */
export function channelsWith(current: string, known: readonly string[] = []): string[] {
  return [...new Set([...channels, ...known, current])];
}
