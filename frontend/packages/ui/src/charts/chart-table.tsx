import { useFormat, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { ChartData } from './chart-data.ts';
import { messages } from './messages.ts';

interface ChartTableProps {
  title: string;
  heading: string;
  chart: ChartData;
}

/** The numbers behind a chart; it scrolls in its own frame, which the keyboard reaches. */
export function ChartTable({ title, heading, chart }: ChartTableProps) {
  const t = useMessages(messages);
  const format = useFormat();
  return (
    <Box component="details" sx={{ mt: 1, '& summary': { cursor: 'pointer', color: 'text.secondary' } }}>
      <summary>{t('asTable')}</summary>
      <Box
        role="region"
        aria-label={t('tableOf', { title })}
        tabIndex={0}
        sx={{ maxHeight: 320, overflow: 'auto', mt: 1 }}
      >
        <Table size="small" stickyHeader>
          <TableHead>
            <TableRow>
              <TableCell>{heading}</TableCell>
              {chart.series.map(({ name }) => (
                <TableCell key={name} align="right">
                  {name}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {chart.labels.map((label, index) => (
              <TableRow key={label}>
                <TableCell component="th" scope="row">
                  {label}
                </TableCell>
                {chart.series.map(({ name, data }) => (
                  <TableCell key={name} align="right">
                    {format.number(data[index] ?? 0)}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Box>
  );
}
