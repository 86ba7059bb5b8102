import { BarChart as MuiBarChart } from '@mui/x-charts/BarChart';
import type { ChartProps } from './chart-data.ts';
import { colors } from './colors.ts';
import { chartLook } from './look.ts';
import { useShownNumber } from './use-shown-number.ts';

/** Lying bars: names are longer than a narrow column is wide. */
export function BarChart({ chart }: ChartProps) {
  const number = useShownNumber();
  return (
    <MuiBarChart
      {...chartLook}
      margin={{ right: 24 }}
      colors={colors}
      hideLegend
      borderRadius={4}
      layout="horizontal"
      yAxis={[{ data: chart.labels, scaleType: 'band', width: 110, disableLine: true, disableTicks: true }]}
      xAxis={[{ min: 0, height: 28, valueFormatter: number, disableLine: true, disableTicks: true }]}
      grid={{ vertical: true }}
      series={chart.series.map(({ name, data }) => ({ label: name, data, valueFormatter: number }))}
    />
  );
}
