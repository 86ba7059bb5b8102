/** One value of each series per label. A pie shows the first series. */
export interface ChartData {
  labels: readonly string[];
  series: readonly { name: string; data: readonly number[] }[];
}

export interface ChartProps {
  chart: ChartData;
}
