import type { Format } from '@intarsia/ui';

const units = ['B', 'KiB', 'MiB', 'GiB'] as const;

/** In the largest unit that leaves at least one. */
export function formatSize(format: Pick<Format, 'number'>, bytes: number): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  const number = format.number(bytes / 1024 ** step, { maximumFractionDigits: step === 0 ? 0 : 1 });
  return `${number} ${units[step]}`;
}
