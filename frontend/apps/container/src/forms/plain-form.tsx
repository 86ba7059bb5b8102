import { RefusalAlert, useFieldErrors } from '@intarsia/editor';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';

interface PlainFormProps {
  label: string;
  action: string;
  /** The names of the fields; what is refused of anything else stands above them. */
  fields: readonly string[];
  submission: { isPending: boolean; error: unknown };
  onSubmit: (form: FormData) => void;
  /** As wide as its fields, as on a page of its own. */
  wide?: boolean;
  children: (errors: Record<string, string>) => ReactNode;
}

/** A form in a page. The focus goes to the first field that was refused. */
export function PlainForm(props: PlainFormProps) {
  const { label, action, fields, submission, onSubmit, wide = false, children } = props;
  const { error, isPending } = submission;
  const form = useRef<HTMLFormElement>(null);
  const errors = useFieldErrors()(error);
  const isInPlace = fields.some((name) => name in errors);
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [error]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSubmit(new FormData(event.currentTarget));
  };
  return (
    <Stack component="form" ref={form} onSubmit={submit} spacing={2.5} useFlexGap aria-label={label}>
      {error && !isInPlace ? <RefusalAlert error={error} /> : null}
      {children(errors)}
      <Button
        type="submit"
        variant="contained"
        size={wide ? 'large' : 'medium'}
        loading={isPending}
        sx={wide ? {} : { alignSelf: 'flex-start' }}
      >
        {action}
      </Button>
    </Stack>
  );
}
