import { Icon, useMessages } from '@intarsia/ui';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import { type ComponentProps, useState } from 'react';
import { messages } from './messages.ts';
import { TextInput } from './text-input.tsx';

type PasswordFieldProps = Partial<ComponentProps<typeof TextInput>>;

/** The current password unless it is told another name, label and `autoComplete`. */
export function PasswordField(props: PasswordFieldProps) {
  const t = useMessages(messages);
  const [shown, setShown] = useState(false);
  const toggle = (
    <InputAdornment position="end">
      <IconButton
        edge="end"
        aria-label={t(shown ? 'hidePassword' : 'showPassword')}
        onClick={() => setShown(!shown)}
      >
        <Icon name={shown ? 'eyeOff' : 'eye'} fontSize="small" />
      </IconButton>
    </InputAdornment>
  );
  return (
    <TextInput
      name="password"
      label={t('password')}
      type={shown ? 'text' : 'password'}
      autoComplete="current-password"
      required
      endAdornment={toggle}
      {...props}
    />
  );
}
