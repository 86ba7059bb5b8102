import type { Chart } from '../api/get-overview.ts';

export function totalOf({ series }: Chart): number {
  return series.flatMap(({ data }) => data).reduce((sum, value) => sum + value, 0);
}
