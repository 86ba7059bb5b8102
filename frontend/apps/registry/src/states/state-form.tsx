import { EditorForm } from '@intarsia/editor';
import { useMessages, useToasts } from '@intarsia/ui';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import type { State, Version } from '../api/registry.ts';
import { useSetState } from '../api/set-state.ts';
import { messages } from '../messages.ts';

const others: Record<Version['state'], readonly [State, ...State[]]> = {
  active: ['deprecated', 'withdrawn'],
  deprecated: ['withdrawn', 'active'],
  withdrawn: ['active', 'deprecated'],
  collected: ['active'],
};

interface StateFormProps {
  version: Version;
  onClose: () => void;
}

export function StateForm({ version, onClose }: StateFormProps) {
  const t = useMessages(messages);
  const toasts = useToasts();
  const setState = useSetState(version);
  const choices = others[version.state];
  const [state, choose] = useState<State>(choices[0]);
  const { app, version: name } = version;
  const submit = (form: FormData) => {
    const reason = String(form.get('reason') ?? '').trim();
    const force = state === 'withdrawn' && form.get('force') === 'on';
    setState.mutate(
      { state, reason, force },
      {
        onSuccess: () => {
          toasts.success(t('stateChanged', { app, version: name, state: t(state) }));
          onClose();
        },
      },
    );
  };
  return (
    <EditorForm
      title={t('stateTitle', { app, version: name })}
      action={t(`${state}Verb`)}
      destructive={state === 'withdrawn'}
      busy={setState.isPending}
      error={setState.error}
      onSubmit={submit}
      onCancel={onClose}
    >
      {(errors) => (
        <>
          <TextField
            select
            label={t('state')}
            value={state}
            onChange={(event) => choose(event.target.value as State)}
            slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}
          >
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {t(choice)}
              </option>
            ))}
          </TextField>
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {t(`${state}Text`)}
          </Typography>
          <TextField
            name="reason"
            label={t('reason')}
            helperText={errors['reason'] ?? t('reasonHelp')}
            error={errors['reason'] !== undefined}
            required
            multiline
            minRows={2}
            slotProps={{ htmlInput: { maxLength: 1000 } }}
          />
          {state === 'withdrawn' && (
            <FormControlLabel control={<Checkbox name="force" />} label={t('force')} />
          )}
        </>
      )}
    </EditorForm>
  );
}
