import { BarChart } from '@mui/x-charts/BarChart';
import type { Chart } from '../api/get-overview.ts';
import { colors } from './colors.ts';
import type { ChartLook } from './look.ts';

/** Lying bars: names are longer than a narrow column is wide. */
export function Bar({ chart, look }: { chart: Chart; look: ChartLook }) {
  return (
    <BarChart
      {...look}
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
