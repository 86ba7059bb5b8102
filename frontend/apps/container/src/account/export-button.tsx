import { getClient, saveFile } from '@intarsia/client';
import { useMessages, useToasts } from '@intarsia/ui';
import Button from '@mui/material/Button';
import { useMutation } from '@tanstack/react-query';
import { messages } from './messages.ts';

export function ExportButton() {
  const t = useMessages(messages);
  const toasts = useToasts();
  const download = useMutation({
    mutationFn: () => getClient().http.file('/api/auth/me/export', 'application/json'),
    onSuccess: (file) => saveFile('intarsia-account.json', file),
    onError: (error) => toasts.failure(t('notExported'), error),
  });
  return (
    <Button
      variant="outlined"
      loading={download.isPending}
      onClick={() => download.mutate()}
      sx={{ alignSelf: 'flex-start' }}
    >
      {t('download')}
    </Button>
  );
}
