import type { Difference } from '../api/registry.ts';
import type { AppChange } from '../releases/release-diff.ts';

/** What can be compared: a channel's history, the newest first, then what is live on the others. */
export function releaseNames(
  channel: string,
  numbers: readonly number[],
  channels: readonly string[],
): string[] {
  const history = numbers.map((number) => `${channel}@${number}`);
  return [...history, ...channels.filter((name) => name !== channel)];
}

/** A difference as the history shows one, by app. */
export function changesOf({ added, removed, changed }: Difference): AppChange[] {
  const changes = [
    ...Object.entries(added).map(([app, to]) => ({ app, from: undefined, to })),
    ...Object.entries(removed).map(([app, from]) => ({ app, from, to: undefined })),
    ...Object.entries(changed).map(([app, { before, after }]) => ({ app, from: before, to: after })),
  ];
  return changes.sort((a, b) => a.app.localeCompare(b.app));
}
