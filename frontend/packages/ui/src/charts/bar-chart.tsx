import { BarChart as MuiBarChart } from '@mui/x-charts/BarChart';
import type { ChartProps } from './chart-data.ts';
import { colors } from './colors.ts';
import { chartLook } from './look.ts';

/** Lying bars: names are longer than a narrow column is wide. */
export function BarChart({ chart }: ChartProps) {
  return (
    <MuiBarChart
      {...chartLook}
      margin={{ right: 24 }}
      colors={colors}
      hideLegend
      layout="horizontal"
      yAxis={[{ data: chart.labels, scaleType: 'band', width: 110 }]}
      xAxis={[{ min: 0, height: 28 }]}
      grid={{ vertical: true }}
      series={chart.series.map(({ name, data }) => ({ label: name, data }))}
    />
  );
}
