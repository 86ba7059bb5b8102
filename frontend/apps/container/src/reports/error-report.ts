import type { BootDocument } from '@intarsia/federation';
import { type Where, whereOf } from './where.ts';

/** What `POST /api/errors` takes. */
export interface ErrorReport {
  timestamp: string;
  type: string;
  message: string;
  stack?: string;
  componentStack?: string;
  appName: string;
  appVersion: string;
  release: number;
  url: string;
  userAgent: string;
  severity: 'high' | 'critical';
}

export interface Caught {
  error: unknown;
  /** Set when the error took a whole app off the page. */
  where?: Where | undefined;
  componentStack?: string | undefined;
}

export interface Surroundings {
  boot: Pick<BootDocument, 'apps' | 'release'>;
  now: Date;
  url: string;
  userAgent: string;
}

const longestType = 100;
const longestMessage = 1_000;
const longestStack = 8_000;
const longestAgent = 500;

export function errorReport(
  { error, where, componentStack }: Caught,
  { boot, now, url, userAgent }: Surroundings,
): ErrorReport {
  const { type, message, stack } = described(error);
  const { app, version } = where ?? whereOf(stack, boot);
  return {
    timestamp: now.toISOString(),
    type: type.slice(0, longestType),
    message: message.slice(0, longestMessage),
    ...(stack ? { stack: stack.slice(0, longestStack) } : {}),
    ...(componentStack ? { componentStack: componentStack.slice(0, longestStack) } : {}),
    appName: app,
    appVersion: version,
    release: boot.release,
    url: withoutQuery(url).slice(0, longestMessage),
    userAgent: userAgent.slice(0, longestAgent),
    severity: where ? 'critical' : 'high',
  };
}

/** Anything may be thrown, also things that do not want to become text. */
function described(error: unknown): { type: string; message: string; stack: string | undefined } {
  if (error instanceof Error) {
    return { type: error.name || 'Error', message: error.message || 'no message', stack: error.stack };
  }
  let message = 'something that is no text';
  try {
    message = String(error) || message;
  } catch {
    // An object without a prototype, for example.
  }
  return { type: typeof error, message, stack: undefined };
}

/** A query may hold what a person typed. */
function withoutQuery(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? '';
}
