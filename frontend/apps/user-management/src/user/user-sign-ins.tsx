import { type SignIn, SignInList, useEndSignIn } from '@intarsia/sign-ins';
import { displayName, useConfirm, useMessages, useToasts } from '@intarsia/ui';
import type { User } from '../api/user.ts';
import { messages } from '../messages.ts';

/** An administrator ends somebody else's only after a question. */
export function UserSignIns({ user }: { user: User }) {
  const t = useMessages(messages);
  const confirm = useConfirm();
  const toasts = useToasts();
  const ending = useEndSignIn();
  const end = async ({ sid, device }: SignIn) => {
    const words = { device, name: displayName(user) };
    const question = { title: t('endQuestion', words), text: t('endText', words), action: t('end') };
    if (!(await confirm({ ...question, destructive: true }))) return;
    ending.mutate(sid, {
      onSuccess: () => toasts.success(t('ended', words)),
      onError: (error) => toasts.failure(t('notEnded'), error),
    });
  };
  return <SignInList user={user.id} onEnd={(signIn) => void end(signIn)} />;
}
