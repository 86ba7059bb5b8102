/** How far the load of a part came before it failed; the loader's errors carry it. */
type Phase = 'manifest' | 'entry' | 'chunk' | 'render';

interface LoadFailure {
  phase: Phase;
  timedOut: boolean;
}

const reasons = {
  manifest: 'manifestFailed',
  entry: 'entryFailed',
  chunk: 'chunkFailed',
  render: 'renderFailed',
} as const satisfies Record<Phase, string>;

/** Why a part is not there: the key of the words for it. */
export function explainRemoteError(error: unknown): (typeof reasons)[Phase] | 'tooLong' {
  if (error instanceof Error && error.name === 'ChunkLoadError') return reasons.chunk;
  if (!isLoadFailure(error)) return reasons.render;
  return error.timedOut ? 'tooLong' : reasons[error.phase];
}

/** By its shape: the loader is a package of its own, and a part that crashes throws anything. */
function isLoadFailure(error: unknown): error is LoadFailure {
  return error instanceof Error && 'phase' in error && String(error.phase) in reasons;
}
