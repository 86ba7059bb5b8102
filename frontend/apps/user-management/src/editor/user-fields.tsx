import { useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { roles } from '../api/user.ts';
import { messages } from '../messages.ts';
import type { UserInput } from './user-input.ts';

interface UserFieldsProps {
  initial: UserInput;
  isNew: boolean;
  errors: Record<string, string>;
}

export function UserFields({ initial, isNew, errors }: UserFieldsProps) {
  const t = useMessages(messages);
  const field = (name: Exclude<keyof UserInput, 'is_active'>, hint?: string) => ({
    name,
    defaultValue: initial[name] ?? '',
    error: name in errors,
    helperText: errors[name] ?? hint,
    fullWidth: true,
  });
  return (
    <>
      <TextField {...field('full_name')} label={t('name')} required autoFocus />
      <TextField {...field('email')} label={t('email')} type="email" required />
      <TextField {...field('username', isNew ? t('usernameHint') : undefined)} label={t('username')} />
      <TextField
        {...field('password', isNew ? undefined : t('newPasswordHint'))}
        label={t(isNew ? 'password' : 'newPassword')}
        type="password"
        required={isNew}
        slotProps={{ htmlInput: { autoComplete: 'new-password' } }}
      />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
        <TextField
          {...field('role')}
          select
          label={t('role')}
          slotProps={{ select: { native: true } }}
          sx={{ flex: '1 1 160px' }}
        >
          {roles.map((role) => (
            <option key={role} value={role}>
              {t(role)}
            </option>
          ))}
        </TextField>
        <FormControlLabel
          control={<Switch name="is_active" defaultChecked={initial.is_active} />}
          label={t('mayStillSignIn')}
          sx={{ flex: '1 1 160px' }}
        />
      </Box>
    </>
  );
}
