import { beforeEach, describe, expect, test } from 'vitest';
import type { ErrorReport } from '../src/reports/error-report.ts';
import { ErrorReporter } from '../src/reports/error-reporter.ts';

let now: number;
let sent: ErrorReport[];
let reporter: ErrorReporter;

function thrown(message: string, stack: string): Error {
  return Object.assign(new Error(message), { stack });
}

beforeEach(() => {
  now = Date.parse('2026-11-21T12:00:00Z');
  sent = [];
  reporter = new ErrorReporter({
    boot: { release: 7, apps: {} },
    batch: { add: (report) => void sent.push(report) },
    now: () => now,
    page: () => ({ url: 'https://intarsia.example/data?q=private#x', userAgent: 'test' }),
  });
});

describe('an error report', () => {
  test('names app, version and release, and leaves the query out', () => {
    const stack = 'Error: x\n  at f (https://intarsia.example/mf/data-grid/1.2.0/static/js/a.js:1:2)';
    reporter.report({ error: thrown('x', stack) });
    expect(sent).toEqual([
      {
        timestamp: '2026-11-21T12:00:00.000Z',
        type: 'Error',
        message: 'x',
        stack,
        appName: 'data-grid',
        appVersion: '1.2.0',
        release: 7,
        url: 'https://intarsia.example/data',
        userAgent: 'test',
        severity: 'high',
      },
    ]);
  });

  test('is the host’s when no frame lies in a bundle', () => {
    reporter.report({ error: thrown('x', 'Error: x\n  at <anonymous>') });
    expect(sent[0]?.appName).toBe('container');
  });

  test('is the app’s whose boundary caught it', () => {
    reporter.report({ error: 'text', where: { app: 'analytics', version: '2.0.0' }, componentStack: 'at A' });
    expect(sent[0]).toMatchObject({
      appName: 'analytics',
      appVersion: '2.0.0',
      type: 'string',
      message: 'text',
      componentStack: 'at A',
      severity: 'critical',
    });
  });
});

describe('the reporter', () => {
  test('tells the same error once in half a minute', () => {
    for (const _ of [1, 2, 3]) reporter.report({ error: new Error('again') });
    expect(sent).toHaveLength(1);
    now += 30_000;
    reporter.report({ error: new Error('again') });
    expect(sent).toHaveLength(2);
  });

  test('tells one error once, whoever hands it in', () => {
    const error = new Error('one');
    reporter.report({ error, where: { app: 'a', version: '1.0.0' } });
    reporter.report({ error });
    expect(sent).toHaveLength(1);
  });

  test('stops after fifty kinds', () => {
    for (let kind = 0; kind < 80; kind += 1) reporter.report({ error: new Error(`kind ${kind}`) });
    expect(sent).toHaveLength(50);
  });

  test('survives whatever was thrown', () => {
    for (const error of [undefined, null, Object.create(null), Symbol('s')]) reporter.report({ error });
    expect(sent.map(({ type }) => type)).toEqual(['undefined', 'object', 'object', 'symbol']);
  });
});
