import FormControl from '@mui/material/FormControl';
import FormHelperText from '@mui/material/FormHelperText';
import InputLabel from '@mui/material/InputLabel';
import OutlinedInput, { type OutlinedInputProps } from '@mui/material/OutlinedInput';
import { useId } from 'react';

interface TextInputProps extends Omit<OutlinedInputProps, 'id'> {
  label: string;
  hint?: string | undefined;
  /** What is wrong with it, in the hint's place. */
  problem?: string | undefined;
}

/** A labelled line of text. MUI's TextField would bring its select, list and menu along: 9 KiB that the sign-in page must not wait for. */
export function TextInput({ label, hint, problem, required = false, ...input }: TextInputProps) {
  const id = useId();
  const help = problem ?? hint;
  return (
    <FormControl required={required} error={problem !== undefined} fullWidth>
      <InputLabel htmlFor={id}>{label}</InputLabel>
      <OutlinedInput id={id} label={label} {...(help && { 'aria-describedby': `${id}-help` })} {...input} />
      {help && <FormHelperText id={`${id}-help`}>{help}</FormHelperText>}
    </FormControl>
  );
}
