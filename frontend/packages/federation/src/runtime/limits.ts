/**
 * How long each step may take, in milliseconds. A person must see the boundary with Retry within six seconds whether the manifest or the entry
 * is missing, hangs or throws: 3 s for a manifest or 3.5 s for an entry, and nothing is tried again after a time-out. Only a file that hangs later
 * (a chunk) reaches the overall limit.
 */
export const limits = {
  manifest: 3_000,
  entry: 3_500,
  overall: 10_000,
  /** Before a retry, for fresh copies of an app's files; the retry itself then has time left within six seconds. */
  refresh: 2_000,
  /** One more try after a network failure, this much later. */
  retryPause: 200,
} as const;
