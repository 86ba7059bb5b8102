import type { RestDocument, RestReference } from './boot-document.ts';
import { type Clock, within } from './clock.ts';
import { limits } from './limits.ts';
import { parseRest } from './read-boot.ts';

/** Fetches the rest of the release once; a failed fetch is forgotten, so that the next one who asks tries again. */
export function restOnce(
  rest: RestReference | undefined,
  clock: Clock,
  take: (document: RestDocument) => void,
): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    if (!rest) return Promise.resolve();
    running ??= fetchRest(rest, clock)
      .then(take)
      .catch((error: unknown) => {
        running = undefined;
        throw error;
      });
    return running;
  };
}

async function fetchRest({ url, integrity }: RestReference, clock: Clock): Promise<RestDocument> {
  const request = fetch(url, { integrity, credentials: 'omit' }).catch((cause: unknown) => {
    // Also when the bytes do not fit the hash, as those of an error page.
    throw new Error('manifest of the release could not be fetched', { cause });
  });
  const response = await within(clock, limits.manifest, 'manifest of the release', request);
  if (!response.ok) throw new Error(`manifest of the release answered ${response.status}`);
  return parseRest(await response.json());
}
