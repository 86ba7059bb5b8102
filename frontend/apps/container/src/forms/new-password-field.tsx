import { useMessages } from '@intarsia/ui';
import { PasswordField } from '@intarsia/ui/sign-in';
import { messages } from './messages.ts';

interface NewPasswordFieldProps {
  name: string;
  problem: string | undefined;
  label?: string;
}

/** No rule but its length: the server refuses those that everybody tries first. */
export function NewPasswordField({ name, problem, label }: NewPasswordFieldProps) {
  const t = useMessages(messages);
  return (
    <PasswordField
      name={name}
      autoComplete="new-password"
      hint={t('lengthHint')}
      problem={problem}
      {...(label && { label })}
    />
  );
}
