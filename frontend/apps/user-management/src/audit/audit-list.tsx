import { ServerTable } from '@intarsia/table';
import { EmptyState, type Format, useFormat, useMessages } from '@intarsia/ui';
import Button from '@mui/material/Button';
import { type Theme, useTheme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { GridColDef } from '@mui/x-data-grid/models';
import type { AuditEvent } from '../api/list-audit.ts';
import type { People } from '../api/people.ts';
import { messages, type Translate } from '../messages.ts';
import { AuditItems, detailText } from './audit-items.tsx';
import { type AuditListState, auditState, noFilters } from './audit-state.ts';

interface AuditListProps {
  state: AuditListState;
  /** Undefined until the first page is there. */
  events: AuditEvent[] | undefined;
  loading: boolean;
  nameOf: People['nameOf'];
}

/** A table where there is room for one, cards where there is not. */
export function AuditList({ state, events, loading, nameOf }: AuditListProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const narrow = useMediaQuery(useTheme<Theme>().breakpoints.down('sm'), { noSsr: true });
  if (events?.length === 0 && !loading) return <Nothing state={state} />;
  if (narrow) return <AuditItems events={events} loading={loading} nameOf={nameOf} />;
  return (
    <ServerTable
      label={t('audit')}
      rows={events}
      columns={columns(t, format, nameOf)}
      loading={loading}
      sort={state.list.sort}
      defaultSort={auditState.defaultSort}
      onSort={(sort) => state.change({ sort })}
    />
  );
}

function columns(t: Translate, format: Format, nameOf: People['nameOf']): GridColDef<AuditEvent>[] {
  const text = { sortable: false, minWidth: 105, flex: 1 };
  return [
    { field: 'at', headerName: t('at'), width: 208, valueFormatter: (at: string) => format.dateTime(at) },
    {
      field: 'actor',
      headerName: t('actor'),
      ...text,
      minWidth: 110,
      valueFormatter: (actor: string) => nameOf(actor),
    },
    { field: 'action', headerName: t('action'), ...text, minWidth: 157 },
    { field: 'target', headerName: t('target'), ...text, valueFormatter: (target: string) => nameOf(target) },
    { field: 'detail', headerName: t('detail'), ...text, valueFormatter: detailText },
    { field: 'ip', headerName: t('from'), sortable: false, width: 110 },
    { field: 'request_id', headerName: t('requestId'), sortable: false, width: 270, cellClassName: 'code' },
  ];
}

function Nothing({ state }: { state: AuditListState }) {
  const t = useMessages(messages);
  const clear = (
    <Button variant="outlined" onClick={() => state.change(noFilters)}>
      {t('clearFilter')}
    </Button>
  );
  return <EmptyState icon="filter" title={t('nothingDone')} text={t('nothingDoneText')} action={clear} />;
}
