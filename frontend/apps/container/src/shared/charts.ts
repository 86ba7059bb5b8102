/** A file of its own, so that charts are a chunk of their own. */
export { BarChart, ChartCard, ChartTable, LineChart, PieChart } from '@intarsia/ui/charts';
