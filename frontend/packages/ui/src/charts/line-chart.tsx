import { useFormat } from '@intarsia/ui';
import { LineChart as MuiLineChart } from '@mui/x-charts/LineChart';
import type { ChartProps } from './chart-data.ts';
import { colors } from './colors.ts';
import { chartLook } from './look.ts';
import { useShownNumber } from './use-shown-number.ts';

/** Days are days of UTC and shown as such: in another zone the first one would carry yesterday's name. */
export function LineChart({ chart }: ChartProps) {
  const format = useFormat();
  const number = useShownNumber();
  const day = (label: string) =>
    format.date(`${label}T00:00:00Z`, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const isAlone = chart.series.length < 2;
  return (
    <MuiLineChart
      {...chartLook}
      colors={colors}
      hideLegend={isAlone}
      sx={{ '& .MuiLineChart-area': { fillOpacity: 0.14 }, '& .MuiLineChart-line': { strokeWidth: 2.25 } }}
      xAxis={[
        { data: chart.labels, scaleType: 'point', valueFormatter: day, height: 28, disableTicks: true },
      ]}
      yAxis={[{ min: 0, width: 44, valueFormatter: number, disableLine: true, disableTicks: true }]}
      grid={{ horizontal: true }}
      series={chart.series.map(({ name, data }) => ({
        label: name,
        data,
        valueFormatter: number,
        showMark: false,
        curve: 'linear' as const,
        // Several areas would hide each other.
        area: isAlone,
      }))}
    />
  );
}
