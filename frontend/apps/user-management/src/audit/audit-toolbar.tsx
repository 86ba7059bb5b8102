import { useDebounced } from '@intarsia/table';
import { useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useCallback, useId } from 'react';
import type { People } from '../api/people.ts';
import { messages } from '../messages.ts';
import { type AuditListState, type Filters, noFilters } from './audit-state.ts';

/** Offered while typing; any other name can be typed as well. */
const actions = [
  'auth.sign_in',
  'auth.sign_out',
  'auth.session_ended',
  'auth.reuse_detected',
  'user.registered',
  'user.created',
  'user.changed',
  'user.role_changed',
  'user.password_changed',
  'user.password_reset',
  'user.deleted',
  'token.created',
  'token.revoked',
];

interface AuditToolbarProps {
  state: AuditListState;
  people: People;
}

export function AuditToolbar({ state: { list, change }, people }: AuditToolbarProps) {
  const t = useMessages(messages);
  const emails = people.users.map(({ email }) => email);
  const field = (name: keyof Filters) => ({ name, label: t(name), value: list[name], change });
  const isFiltered = Object.keys(noFilters).some((name) => list[name as keyof Filters] !== '');
  return (
    <Box role="search" aria-label={t('audit')} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, p: 2 }}>
      <Field {...field('actor')} options={emails} />
      <Field {...field('action')} options={actions} />
      <Field {...field('target')} options={emails} />
      <Field {...field('since')} type="date" />
      <Field {...field('until')} type="date" />
      {isFiltered && (
        <Button color="inherit" onClick={() => change(noFilters)}>
          {t('clear')}
        </Button>
      )}
    </Box>
  );
}

interface FieldProps {
  name: keyof Filters;
  label: string;
  value: string;
  change: AuditListState['change'];
  options?: readonly string[];
  type?: 'date';
}

function Field({ name, label, value, change, options, type }: FieldProps) {
  const settle = useCallback((typed: string) => change({ [name]: typed }), [change, name]);
  const [typed, setTyped] = useDebounced(value, settle);
  const id = useId();
  return (
    <>
      <TextField
        size="small"
        label={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        sx={{ flex: '1 1 150px' }}
        {...(type && { type })}
        slotProps={{
          inputLabel: { shrink: true },
          htmlInput: { autoComplete: 'off', ...(options && { list: id }) },
        }}
      />
      {options && (
        <datalist id={id}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      )}
    </>
  );
}
