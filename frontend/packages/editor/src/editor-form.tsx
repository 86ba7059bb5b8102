import { useMessages } from '@intarsia/ui';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Stack from '@mui/material/Stack';
import type { FormEvent, ReactNode } from 'react';
import { messages } from './messages.ts';
import { isStale } from './refusal.ts';
import { RefusalAlert } from './refusal-alert.tsx';
import { useFieldErrors } from './use-field-errors.ts';

interface EditorFormProps {
  title: string;
  action: string;
  /** The action cannot be undone. */
  destructive?: boolean;
  busy: boolean;
  error: unknown;
  onSubmit: (form: FormData) => void;
  onCancel: () => void;
  /** Where somebody else can have saved first: start again from their version. */
  onTakeCurrent?: () => void;
  /** The fields, which are given the server's words on each by its name. */
  children: (errors: Record<string, string>) => ReactNode;
}

/** What an editor's dialog holds. What the server refuses stands above the fields or at them. */
export function EditorForm(props: EditorFormProps) {
  const { title, action, destructive, busy, error, onSubmit, onCancel, onTakeCurrent, children } = props;
  const t = useMessages(messages);
  const fieldErrors = useFieldErrors();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSubmit(new FormData(event.currentTarget));
  };
  return (
    <form onSubmit={submit} autoComplete="off">
      <DialogTitle id="editor-title">{title}</DialogTitle>
      <DialogContent>
        <Stack spacing={2.5} sx={{ pt: 1 }}>
          {error ? <Refusal error={error} onTakeCurrent={onTakeCurrent} /> : null}
          {children(fieldErrors(error))}
        </Stack>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button color="inherit" onClick={onCancel}>
          {t('cancel')}
        </Button>
        <Button type="submit" variant="contained" color={destructive ? 'error' : 'primary'} loading={busy}>
          {action}
        </Button>
      </DialogActions>
    </form>
  );
}

interface RefusalProps {
  error: unknown;
  onTakeCurrent: (() => void) | undefined;
}

function Refusal({ error, onTakeCurrent }: RefusalProps) {
  if (onTakeCurrent && isStale(error)) return <StaleNotice onTakeCurrent={onTakeCurrent} />;
  return <RefusalAlert error={error} />;
}

function StaleNotice({ onTakeCurrent }: { onTakeCurrent: () => void }) {
  const t = useMessages(messages);
  const action = (
    <Button color="inherit" size="small" onClick={onTakeCurrent}>
      {t('loadIt')}
    </Button>
  );
  return (
    <Alert severity="warning" action={action}>
      {t('stale')}
    </Alert>
  );
}
