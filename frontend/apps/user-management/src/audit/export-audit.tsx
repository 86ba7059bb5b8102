import { saveFile } from '@intarsia/client';
import { useMessages, useToasts } from '@intarsia/ui';
import Button from '@mui/material/Button';
import { useMutation } from '@tanstack/react-query';
import { type AuditFilter, fetchAuditFile } from '../api/list-audit.ts';
import { messages } from '../messages.ts';

/** What the filter lets through, all of it, as a file. */
export function ExportAudit({ filter }: { filter: AuditFilter }) {
  const t = useMessages(messages);
  const toasts = useToasts();
  const download = useMutation({
    mutationFn: () => fetchAuditFile(filter),
    onSuccess: (file) => saveFile('audit.jsonl', file),
    onError: (error) => toasts.failure(t('notExported'), error),
  });
  return (
    <Button variant="outlined" loading={download.isPending} onClick={() => download.mutate()}>
      {t('export')}
    </Button>
  );
}
