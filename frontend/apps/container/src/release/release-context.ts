import type { BootDocument, RemoteLoader } from '@intarsia/federation';
import { createContext, useContext } from 'react';
import type { Reports } from '../reports/reports.ts';

/** What this page was started with; it keeps its release until it is loaded again. */
export interface Release {
  boot: BootDocument;
  loader: RemoteLoader;
  reports: Reports;
}

export const ReleaseContext = createContext<Release | undefined>(undefined);

export function useRelease(): Release {
  const release = useContext(ReleaseContext);
  if (!release) throw new Error('useRelease needs a ReleaseContext above it');
  return release;
}
