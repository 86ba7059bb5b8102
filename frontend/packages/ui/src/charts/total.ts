import type { ChartData } from './chart-data.ts';

export function totalOf({ series }: ChartData): number {
  return series.flatMap(({ data }) => data).reduce((sum, value) => sum + value, 0);
}
