import { useFormat, useMessages, useToasts } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { type ErrorGroup, useResolveError } from './errors-api.ts';
import { messages } from './messages.ts';

export function ErrorItem({ group, mayResolve }: { group: ErrorGroup; mayResolve: boolean }) {
  const t = useMessages(messages);
  const format = useFormat();
  const { message, type, appName, appVersion, count, last_seen } = group;
  const seen = { app: appName, version: appVersion ?? '', when: format.dateTime(last_seen) };
  return (
    <Box
      component="li"
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, py: 1.5, borderTop: 1, borderColor: 'divider' }}
    >
      <Box sx={{ flex: '1 1 220px', minWidth: 0 }}>
        <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
          {type}: {message}
        </Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
          {t('seen', seen)}
        </Typography>
      </Box>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <Chip size="small" label={t('count', { count })} />
        {mayResolve && <ResolveButton id={group.id} message={message} />}
      </Box>
    </Box>
  );
}

function ResolveButton({ id, message }: { id: string; message: string }) {
  const t = useMessages(messages);
  const toasts = useToasts();
  const resolve = useResolveError();
  const onClick = () =>
    resolve.mutate(id, {
      onSuccess: () => toasts.success(t('resolved', { message })),
      onError: (error) => toasts.failure(t('notResolved'), error),
    });
  return (
    <Button
      size="small"
      variant="outlined"
      aria-label={t('resolveOf', { message })}
      loading={resolve.isPending}
      onClick={onClick}
    >
      {t('resolve')}
    </Button>
  );
}
