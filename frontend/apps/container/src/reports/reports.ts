import type { LoadReport } from '@intarsia/federation';
import type { Caught } from './error-report.ts';

/** One thing that a person did, for the analytics. */
export interface PageEvent {
  name: string;
  app: string;
  props?: Record<string, string | number | boolean>;
}

/** What a page tells the platform about itself. None of these throws. */
export interface Reports {
  error(caught: Caught): void;
  load(report: LoadReport): void;
  event(event: PageEvent): void;
}

const mostEarly = 100;

/** Takes reports before the code that sends them is there, which is no part of the first load. */
export function lateReports(load: () => Promise<Reports>): Reports {
  let ready: Reports | undefined;
  const early: ((reports: Reports) => void)[] = [];
  const tell = (say: (reports: Reports) => void) => {
    if (ready) say(ready);
    else if (early.length < mostEarly) early.push(say);
  };
  load()
    .then((reports) => {
      ready = reports;
      for (const say of early.splice(0)) say(reports);
    })
    .catch(() => undefined);
  return {
    error: (caught) => tell((reports) => reports.error(caught)),
    load: (report) => tell((reports) => reports.load(report)),
    event: (event) => tell((reports) => reports.event(event)),
  };
}
