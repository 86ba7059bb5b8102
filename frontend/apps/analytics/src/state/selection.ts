export const ranges = [7, 30, 90, 365] as const;
export const intervals = ['day', 'week'] as const;
export const groupings = ['', 'app', 'name'] as const;

export interface Selection {
  /** Days back, today included. */
  range: (typeof ranges)[number];
  interval: (typeof intervals)[number];
  /** Empty: one line for all. */
  by: (typeof groupings)[number];
}

const usual: Selection = { range: 30, interval: 'day', by: '' };
const dayLength = 86_400_000;

/** What the address says. Whatever does not fit is left out. */
export function readSelection(search: URLSearchParams): Selection {
  const range = Number(search.get('range'));
  return {
    range: ranges.find((known) => known === range) ?? usual.range,
    interval: intervals.find((known) => known === search.get('interval')) ?? usual.interval,
    by: groupings.find((known) => known === search.get('by')) ?? usual.by,
  };
}

/** The shortest address that means this selection. */
export function writeSelection(selection: Selection): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(selection)) {
    if (value !== usual[name as keyof Selection]) search.set(name, String(value));
  }
  return search;
}

/** The first and the last day; the server counts in days of UTC. */
export function daysOf({ range }: Pick<Selection, 'range'>, now: Date): { from: string; to: string } {
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  return { from: day(now.getTime() - (range - 1) * dayLength), to: day(now.getTime()) };
}
