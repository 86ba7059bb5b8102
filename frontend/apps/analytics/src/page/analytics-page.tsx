import { LoadProblem, PageHeader, RemoteSkeleton, useMessages } from '@intarsia/ui';
import { BarChart, ChartCard, LineChart, PieChart } from '@intarsia/ui/charts';
import Box from '@mui/material/Box';
import { type Overview, useOverview } from '../api/get-overview.ts';
import { messages } from '../messages.ts';
import type { Selection } from '../state/selection.ts';
import { useSelection } from '../state/use-selection.ts';
import { Cards } from './cards.tsx';
import { Toolbar } from './toolbar.tsx';

export function AnalyticsPage() {
  const t = useMessages(messages);
  const { selection, change } = useSelection();
  const overview = useOverview(selection);
  return (
    <>
      <PageHeader title={t('title')} text={t('text')} />
      <Toolbar selection={selection} onChange={change} />
      {overview.error && (
        <LoadProblem title={t('failed')} error={overview.error} onRetry={() => void overview.refetch()} />
      )}
      {overview.isPending && <RemoteSkeleton label={t('loading')} />}
      {overview.data && !overview.error && <Numbers overview={overview.data} selection={selection} />}
    </>
  );
}

function Numbers({ overview, selection: { by } }: { overview: Overview; selection: Selection }) {
  const t = useMessages(messages);
  const barHeading = by === 'app' ? t('app') : t('event');
  return (
    <>
      <Cards cards={overview.cards} />
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' },
        }}
      >
        <Box sx={{ gridColumn: { lg: '1 / -1' }, minWidth: 0 }}>
          <ChartCard
            title={t('overTime')}
            heading={t('day')}
            file="events-over-time.csv"
            chart={overview.line}
          >
            <LineChart chart={overview.line} />
          </ChartCard>
        </Box>
        <ChartCard title={t('most')} heading={barHeading} file="events.csv" chart={overview.bar}>
          <BarChart chart={overview.bar} />
        </ChartCard>
        <ChartCard title={t('shares')} heading={t('app')} file="apps.csv" chart={overview.pie}>
          <PieChart chart={overview.pie} />
        </ChartCard>
      </Box>
    </>
  );
}
