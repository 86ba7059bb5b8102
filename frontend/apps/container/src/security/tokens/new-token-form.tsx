import { EditorForm } from '@intarsia/editor';
import { useMessages, useUser } from '@intarsia/ui';
import Checkbox from '@mui/material/Checkbox';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import FormLabel from '@mui/material/FormLabel';
import TextField from '@mui/material/TextField';
import { textOf } from '../../forms/text-of.ts';
import { messages } from '../messages.ts';
import { type MadeToken, type NewToken, type Scope, scopesOf, useCreateToken } from './token.ts';

const days = [7, 30, 90, 365];
const msPerDay = 86_400_000;

interface NewTokenFormProps {
  onMade: (made: MadeToken) => void;
  onCancel: () => void;
}

export function NewTokenForm({ onMade, onCancel }: NewTokenFormProps) {
  const t = useMessages(messages);
  const create = useCreateToken();
  return (
    <EditorForm
      title={t('newToken')}
      action={t('createToken')}
      busy={create.isPending}
      error={create.error}
      onSubmit={(form) => create.mutate(read(form, Date.now()), { onSuccess: onMade })}
      onCancel={onCancel}
    >
      {(errors) => (
        <>
          <TextField
            name="name"
            label={t('tokenName')}
            required
            autoFocus
            error={'name' in errors}
            helperText={errors['name'] ?? t('tokenNameHint')}
          />
          <TextField
            select
            name="days"
            label={t('lifetime')}
            defaultValue={30}
            slotProps={{ select: { native: true } }}
          >
            {days.map((count) => (
              <option key={count} value={count}>
                {t('days', { count })}
              </option>
            ))}
          </TextField>
          <Scopes problem={errors['scopes']} />
        </>
      )}
    </EditorForm>
  );
}

function Scopes({ problem }: { problem: string | undefined }) {
  const t = useMessages(messages);
  const role = useUser()?.role ?? 'viewer';
  return (
    <FormControl component="fieldset" error={problem !== undefined}>
      <FormLabel component="legend">{t('scopes')}</FormLabel>
      {scopesOf[role].map((scope) => (
        <FormControlLabel
          key={scope}
          label={t(scope)}
          control={<Checkbox name="scopes" value={scope} size="small" />}
        />
      ))}
      {problem && <FormHelperText>{problem}</FormHelperText>}
    </FormControl>
  );
}

/** With none of them chosen the server refuses and says so. */
function read(form: FormData, now: number): NewToken {
  return {
    name: textOf(form, 'name'),
    kind: 'personal',
    scopes: form.getAll('scopes') as Scope[],
    expires_at: new Date(now + Number(form.get('days')) * msPerDay).toISOString(),
  };
}
