import { EmptyState, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { type ReactNode, useId } from 'react';
import type { ChartData } from './chart-data.ts';
import { ChartTable } from './chart-table.tsx';
import { download, toCsv } from './csv.ts';
import { messages } from './messages.ts';
import { totalOf } from './total.ts';

interface ChartCardProps {
  title: string;
  /** What the labels are: days, apps, events. */
  heading: string;
  file: string;
  chart: ChartData;
  children: ReactNode;
}

/** A chart, the table behind it, and the table as a file. */
export function ChartCard({ title, heading, file, chart, children }: ChartCardProps) {
  const t = useMessages(messages);
  const id = useId();
  if (totalOf(chart) === 0) {
    return (
      <Card component="section" aria-labelledby={id} sx={{ p: 2.5, minWidth: 0 }}>
        <Title id={id} text={title} />
        <EmptyState title={t('nothingRecorded')} text={t('nothingRecordedText')} />
      </Card>
    );
  }
  return (
    <Card component="section" aria-labelledby={id} sx={{ p: 2.5, minWidth: 0 }}>
      <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 1, mb: 1 }}>
        <Title id={id} text={title} />
        <Button
          size="small"
          aria-label={t('csvOf', { title })}
          onClick={() => download(file, toCsv(chart, heading))}
        >
          CSV
        </Button>
      </Box>
      <Box role="img" aria-label={title} sx={{ minWidth: 0, overflow: 'hidden' }}>
        {children}
      </Box>
      <ChartTable title={title} heading={heading} chart={chart} />
    </Card>
  );
}

function Title({ id, text }: { id: string; text: string }) {
  return (
    <Typography id={id} variant="h2">
      {text}
    </Typography>
  );
}
