import { useFormat } from '@intarsia/ui';
import { LineChart } from '@mui/x-charts/LineChart';
import type { Chart } from '../api/get-overview.ts';
import { colors } from './colors.ts';
import type { ChartLook } from './look.ts';

/** Days are days of UTC and shown as such: in another zone the first one would carry yesterday's name. */
export function Line({ chart, look }: { chart: Chart; look: ChartLook }) {
  const format = useFormat();
  const day = (label: string) =>
    format.date(`${label}T00:00:00Z`, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return (
    <LineChart
      {...look}
      colors={colors}
      hideLegend={chart.series.length < 2}
      xAxis={[{ data: chart.labels, scaleType: 'point', valueFormatter: day, height: 28 }]}
      yAxis={[{ min: 0, width: 44 }]}
      grid={{ horizontal: true }}
      series={chart.series.map(({ name, data }) => ({
        label: name,
        data,
        showMark: false,
        curve: 'linear' as const,
      }))}
    />
  );
}
