/** The zones this browser knows; the chosen one is always among them, and so is UTC, which browsers leave out. */
export function timeZones(chosen: string | null): string[] {
  return [...new Set(['UTC', ...(chosen ? [chosen] : []), ...Intl.supportedValuesOf('timeZone')])].sort();
}

/** A server may know a zone that this browser does not. Null is the browser's own. */
export function timeIn(zone: string | null, language: string, now: Date): string {
  try {
    return new Intl.DateTimeFormat(language, { ...(zone && { timeZone: zone }), timeStyle: 'short' }).format(
      now,
    );
  } catch {
    return '–';
  }
}
