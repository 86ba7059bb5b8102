import type { RemoteLoader } from '@intarsia/federation';
import DataApp from '../../data-grid/src/data-grid.tsx';

/** Stands in for the federation runtime: the one remote is part of the bundle. */
export function wholeLoader(): RemoteLoader {
  return {
    load: () => Promise.resolve({ default: DataApp }),
    preload: () => Promise.resolve(),
    withdraw: () => false,
    reportRender: () => undefined,
    loadRest: () => Promise.resolve(),
  } as unknown as RemoteLoader;
}
