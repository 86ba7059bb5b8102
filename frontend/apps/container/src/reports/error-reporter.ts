import type { BootDocument } from '@intarsia/federation';
import type { Batch } from './batch.ts';
import { type Caught, type ErrorReport, errorReport } from './error-report.ts';

interface ReporterOptions {
  boot: Pick<BootDocument, 'apps' | 'release'>;
  batch: Pick<Batch<ErrorReport>, 'add'>;
  now: () => number;
  page: () => { url: string; userAgent: string };
}

/** The same error again within this time says nothing new. */
const sameWithin = 30_000;
/** After as many kinds of error the page has told enough. */
const mostKinds = 50;

/** Turns what was thrown into reports: each kind once in a while, and never an error of its own. */
export class ErrorReporter {
  readonly #options: ReporterOptions;
  readonly #told = new Map<string, number>();
  /** One error may arrive twice, from a boundary and from the window. */
  readonly #seen = new WeakSet<object>();

  constructor(options: ReporterOptions) {
    this.#options = options;
  }

  readonly report = (caught: Caught): void => {
    try {
      this.#report(caught);
    } catch {
      // A fault while a fault is told ends here, else it would be told as well.
    }
  };

  #report(caught: Caught): void {
    const { error } = caught;
    if (typeof error === 'object' && error !== null) {
      if (this.#seen.has(error)) return;
      this.#seen.add(error);
    }
    const { boot, batch, now, page } = this.#options;
    const at = now();
    const report = errorReport(caught, { boot, now: new Date(at), ...page() });
    const kind = [report.appName, report.appVersion, report.type, report.message].join('\n');
    if (at - (this.#told.get(kind) ?? Number.NEGATIVE_INFINITY) < sameWithin) return;
    if (!this.#told.has(kind) && this.#told.size >= mostKinds) return;
    this.#told.set(kind, at);
    batch.add(report);
  }
}
