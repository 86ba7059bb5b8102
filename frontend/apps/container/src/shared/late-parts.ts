import type { ServerTable as Table } from '@intarsia/table';
import { late } from './late.tsx';

const charts = () => import('./charts.ts');

export const BarChart = late(() => charts().then((module) => module.BarChart), 280);
export const ChartCard = late(() => charts().then((module) => module.ChartCard), 400);
export const ChartTable = late(() => charts().then((module) => module.ChartTable), 24);
export const LineChart = late(() => charts().then((module) => module.LineChart), 280);
export const PieChart = late(() => charts().then((module) => module.PieChart), 280);
/** Typed by its rows, which a component that is fetched late cannot be by itself. */
export const ServerTable = late(
  () => import('./table.ts').then((module) => module.ServerTable),
  420,
) as typeof Table;
