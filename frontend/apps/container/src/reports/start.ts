import { getClient } from '@intarsia/client';
import type { BootDocument, LoadReport } from '@intarsia/federation';
import { Batch } from './batch.ts';
import { beacon } from './beacon.ts';
import type { ErrorReport } from './error-report.ts';
import { ErrorReporter } from './error-reporter.ts';
import type { PageEvent, Reports } from './reports.ts';

type StampedEvent = PageEvent & { at: string };

/** Reports of this page: collected, sent together, and all at once when the page is hidden. */
export function startReports(boot: BootDocument): Reports {
  const { http } = getClient();
  const setTimer = (run: () => void, ms: number) => setTimeout(run, ms);
  const errors = new Batch<ErrorReport>(
    {
      setTimeout: setTimer,
      send(reports, leaving) {
        for (const body of reports) {
          if (leaving) beacon('/api/errors', body);
          else quietly(http.request('post', '/api/errors', { body }));
        }
      },
    },
    { wait: 1_000, size: 5, kept: 50 },
  );
  const loads = new Batch<LoadReport>(
    {
      setTimeout: setTimer,
      send(reports, leaving) {
        if (leaving) beacon('/api/telemetry/mf', { reports });
        else quietly(http.request('post', '/api/telemetry/mf', { body: { reports } }));
      },
    },
    { wait: 5_000, size: 100, kept: 200 },
  );
  const events = new Batch<StampedEvent>(
    {
      setTimeout: setTimer,
      send(items, leaving) {
        const body = { events: items.map(({ props = {}, ...event }) => ({ ...event, props })) };
        if (leaving) beacon('/api/analytics/events', body);
        else quietly(http.request('post', '/api/analytics/events', { body }));
      },
    },
    { wait: 3_000, size: 100, kept: 200 },
  );
  const reporter = new ErrorReporter({
    boot,
    batch: errors,
    now: () => Date.now(),
    page: () => ({ url: window.location.href, userAgent: navigator.userAgent }),
  });
  flushWhenHidden([errors, loads, events]);
  return {
    error: reporter.report,
    load: (report) => loads.add(loadReport(report)),
    event: (event) => events.add({ ...event, at: new Date().toISOString() }),
  };
}

const longestMessage = 1_000;

function loadReport({ message, ...report }: LoadReport): LoadReport {
  return message === undefined ? report : { ...report, message: message.slice(0, longestMessage) };
}

/** A report that does not arrive is lost; nobody is told, least of all by another report. */
function quietly(sending: Promise<unknown>): void {
  sending.catch(() => undefined);
}

/** `pagehide` alone does not fire for a page that is discarded in the background. */
function flushWhenHidden(batches: { flush(): void }[]): void {
  const flush = () => {
    for (const batch of batches) batch.flush();
  };
  window.addEventListener('pagehide', flush);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') flush();
  });
}
