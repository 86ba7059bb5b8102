import type { Release } from '../api/registry.ts';

type Apps = Release['apps'];

export interface AppChange {
  app: string;
  /** Undefined: the app was not in the release before. */
  from: string | undefined;
  /** Undefined: the app was taken out. */
  to: string | undefined;
}

/** What `after` changed, by app id. */
export function releaseDiff(before: Apps, after: Apps): AppChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .map((app) => ({ app, from: before[app]?.version, to: after[app]?.version }))
    .filter(({ from, to }) => from !== to);
}

export interface ReleaseStep {
  release: Release;
  /** Undefined when the release before is on a page that was not fetched yet. */
  changes: AppChange[] | undefined;
}

/** Each release with what it changed; `releases` are the newest first, without gaps. */
export function releaseSteps(releases: readonly Release[]): ReleaseStep[] {
  return releases.map((release, index) => {
    const before = releases[index + 1]?.apps ?? (release.number === 1 ? {} : undefined);
    return { release, changes: before && releaseDiff(before, release.apps) };
  });
}
