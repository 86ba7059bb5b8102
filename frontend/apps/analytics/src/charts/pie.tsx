import { PieChart } from '@mui/x-charts/PieChart';
import type { Chart } from '../api/get-overview.ts';
import { colors } from './colors.ts';
import type { ChartLook } from './look.ts';

export function Pie({ chart, look }: { chart: Chart; look: ChartLook }) {
  const values = chart.series[0]?.data ?? [];
  const data = chart.labels.map((label, index) => ({ id: label, label, value: values[index] ?? 0 }));
  return (
    <PieChart
      {...look}
      colors={colors}
      series={[{ data, innerRadius: '55%', paddingAngle: 1, cornerRadius: 3 }]}
    />
  );
}
