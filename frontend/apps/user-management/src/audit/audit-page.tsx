import { Pager, useListState } from '@intarsia/table';
import { LoadProblem, PageHeader, useMessages } from '@intarsia/ui';
import Card from '@mui/material/Card';
import { useAudit } from '../api/list-audit.ts';
import { usePeople } from '../api/people.ts';
import { messages } from '../messages.ts';
import { Views } from '../page/views.tsx';
import { AuditList } from './audit-list.tsx';
import { auditState, toFilter } from './audit-state.ts';
import { AuditToolbar } from './audit-toolbar.tsx';
import { ExportAudit } from './export-audit.tsx';

/** Who did what to whom, when and from where. */
export function AuditPage() {
  const t = useMessages(messages);
  const state = useListState(auditState);
  const people = usePeople();
  const filter = toFilter(state.list, people);
  const audit = useAudit(state.list, filter);
  return (
    <>
      <PageHeader title={t('audit')} text={t('auditText')} actions={<ExportAudit filter={filter} />} />
      <Views current="audit" />
      <Card>
        <AuditToolbar state={state} people={people} />
        {audit.error ? (
          <LoadProblem title={t('auditNotLoaded')} error={audit.error} onRetry={() => void audit.refetch()} />
        ) : (
          <AuditList
            state={state}
            events={audit.data?.items}
            loading={audit.isPending || audit.isPlaceholderData}
            nameOf={people.nameOf}
          />
        )}
        <Pager state={state} page={audit.data} loading={audit.isPending} />
      </Card>
    </>
  );
}
