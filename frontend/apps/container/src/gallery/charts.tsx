import Box from '@mui/material/Box';
import { BarChart, ChartCard, LineChart, PieChart } from '../shared/shared-ui.ts';

const days = Array.from({ length: 14 }, (_, day) => `2026-11-${String(day + 10)}`);
const line = {
  labels: days,
  series: [
    { name: 'Oak', data: [4, 6, 5, 9, 12, 3, 2, 8, 11, 10, 14, 13, 5, 4] },
    { name: 'Walnut', data: [2, 3, 3, 4, 6, 1, 1, 5, 6, 7, 6, 9, 3, 2] },
  ],
};
const woods = {
  labels: ['Oak', 'Walnut', 'Maple', 'Cherry'],
  series: [{ name: 'Pieces', data: [106, 58, 41, 17] }],
};
const nothing = { labels: days, series: [{ name: 'Ebony', data: days.map(() => 0) }] };

export function Charts() {
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' },
      }}
    >
      <ChartCard title="Pieces over time" heading="Day" file="days.csv" chart={line}>
        <LineChart chart={line} />
      </ChartCard>
      <ChartCard title="Pieces by wood" heading="Wood" file="woods.csv" chart={woods}>
        <BarChart chart={woods} />
      </ChartCard>
      <ChartCard title="Shares" heading="Wood" file="shares.csv" chart={woods}>
        <PieChart chart={woods} />
      </ChartCard>
      <ChartCard title="Nothing to draw" heading="Day" file="none.csv" chart={nothing}>
        <LineChart chart={nothing} />
      </ChartCard>
    </Box>
  );
}
