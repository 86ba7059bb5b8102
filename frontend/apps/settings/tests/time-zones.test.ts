import { describe, expect, test } from 'vitest';
import { timeIn, timeZones } from '../src/form/time-zones.ts';

describe('time zones', () => {
  test('UTC and the chosen one are always among them, once', () => {
    const zones = timeZones('Mars/Olympus');
    expect(zones.filter((zone) => zone === 'UTC')).toHaveLength(1);
    expect(zones).toContain('Mars/Olympus');
    expect(zones).toContain('Europe/Berlin');
  });

  test('the time there', () => {
    expect(timeIn('Asia/Tokyo', 'de', new Date('2026-01-01T20:30:00Z'))).toBe('05:30');
  });

  test('a zone that this browser does not know has no time', () => {
    expect(timeIn('Mars/Olympus', 'en', new Date())).toBe('–');
  });
});
