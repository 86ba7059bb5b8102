import { PieChart as MuiPieChart } from '@mui/x-charts/PieChart';
import type { ChartProps } from './chart-data.ts';
import { colors } from './colors.ts';
import { chartLook } from './look.ts';

export function PieChart({ chart }: ChartProps) {
  const values = chart.series[0]?.data ?? [];
  const data = chart.labels.map((label, index) => ({ id: label, label, value: values[index] ?? 0 }));
  return (
    <MuiPieChart
      {...chartLook}
      colors={colors}
      series={[{ data, innerRadius: '55%', paddingAngle: 1, cornerRadius: 3 }]}
    />
  );
}
