import { describe, expect, test } from 'vitest';
import { toCsv } from '../src/charts/csv.ts';

describe('a chart as CSV', () => {
  test('has a heading, a row per label and a column per series', () => {
    const chart = {
      labels: ['2026-11-20', '2026-11-21'],
      series: [
        { name: 'data-grid', data: [1, 2] },
        { name: 'registry', data: [3, 4] },
      ],
    };
    expect(toCsv(chart, 'Day')).toBe('Day,data-grid,registry\r\n2026-11-20,1,3\r\n2026-11-21,2,4\r\n');
  });

  test('quotes what needs it and disarms what a spreadsheet would run', () => {
    const chart = { labels: ['a "b", c', '=HYPERLINK("x")'], series: [{ name: 'events', data: [1, 2] }] };
    expect(toCsv(chart, 'Event')).toBe('Event,events\r\n"a ""b"", c",1\r\n"\'=HYPERLINK(""x"")",2\r\n');
  });
});
