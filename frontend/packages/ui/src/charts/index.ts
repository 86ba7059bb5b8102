/** Charts with the numbers behind them. Apart from the shared package: part of each app that uses them. */
export { BarChart } from './bar-chart.tsx';
export { ChartCard } from './chart-card.tsx';
export type { ChartData } from './chart-data.ts';
export { ChartTable } from './chart-table.tsx';
export { LineChart } from './line-chart.tsx';
export { PieChart } from './pie-chart.tsx';
