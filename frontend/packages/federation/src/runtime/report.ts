/** How far the load of an app came. */
export type LoadPhase = 'manifest' | 'entry' | 'chunk' | 'render';

export interface LoadReport {
  app: string;
  version: string;
  release: number;
  phase: LoadPhase;
  ok: boolean;
  duration_ms: number;
  message?: string;
}

export type ReportLoad = (report: LoadReport) => void;
