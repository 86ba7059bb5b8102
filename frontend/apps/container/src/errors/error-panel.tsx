import { EmptyState, LoadProblem, useMessages, useUser } from '@intarsia/ui';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { PanelProps } from '../shell/panels.ts';
import { ErrorItem } from './error-item.tsx';
import { useOpenErrors } from './errors-api.ts';
import { messages } from './messages.ts';

/** Errors that pages reported; whoever may write data may read them, administrators resolve them. */
export default function ErrorPanel({ open, onClose }: PanelProps) {
  const t = useMessages(messages);
  return (
    <Dialog open={open} onClose={onClose} aria-labelledby="errors-title" maxWidth="md" fullWidth>
      <DialogTitle id="errors-title">{t('title')}</DialogTitle>
      <DialogContent>
        <DialogContentText sx={{ mb: 1 }}>{t('text')}</DialogContentText>
        <Content open={open} />
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button color="inherit" onClick={onClose}>
          {t('close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Content({ open }: { open: boolean }) {
  const t = useMessages(messages);
  const role = useUser()?.role;
  const mayRead = role === 'admin' || role === 'user';
  const errors = useOpenErrors(open && mayRead);
  if (!mayRead) return <EmptyState icon="broken" title={t('notAllowed')} text={t('notAllowedText')} />;
  if (errors.error)
    return <LoadProblem title={t('failed')} error={errors.error} onRetry={() => void errors.refetch()} />;
  if (!errors.data)
    return <Skeleton variant="rounded" height={160} role="status" aria-label={t('loading')} />;
  const { items, total } = errors.data;
  if (items.length === 0) return <EmptyState title={t('none')} text={t('noneText')} />;
  return (
    <>
      <Stack component="ul" aria-label={t('list')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {items.map((group) => (
          <ErrorItem key={group.id} group={group} mayResolve={role === 'admin'} />
        ))}
      </Stack>
      {total > items.length && (
        <Typography variant="body2" sx={{ color: 'text.secondary', pt: 1.5 }}>
          {t('more', { count: total - items.length })}
        </Typography>
      )}
    </>
  );
}
