import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { PasswordField, TextInput, useFieldErrors } from '../shared/shared-ui.ts';
import { refusal } from './samples.ts';

/** As a form stands after the server refused it: its words are at the field that they concern. */
export function Form() {
  const errors = useFieldErrors()(refusal);
  return (
    <Stack
      component="form"
      spacing={2.5}
      aria-label="Sample form"
      onSubmit={(event) => event.preventDefault()}
      sx={{ maxWidth: 480 }}
    >
      <TextInput name="name" label="Name" required defaultValue="Oak" problem={errors['name']} />
      <TextField name="grain" label="Grain" multiline minRows={2} helperText="How it looks under oil." />
      <PasswordField name="key" label="Key" autoComplete="off" required={false} />
      <Button type="submit" variant="contained" sx={{ alignSelf: 'flex-start' }}>
        Save
      </Button>
    </Stack>
  );
}
