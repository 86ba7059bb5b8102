import { getClient } from '@intarsia/client';
import { type SignIn, signInsKey, useEndSignIn } from '@intarsia/sign-ins';
import { useConfirm, useMessages, useToasts } from '@intarsia/ui';
import { useQueryClient } from '@tanstack/react-query';
import { messages } from '../messages.ts';

/** Ways to end one's sign-ins. The one of this page ends as by signing out, in all of its tabs. */
export function useEndSessions() {
  const t = useMessages(messages);
  const toasts = useToasts();
  const confirm = useConfirm();
  const queries = useQueryClient();
  const ending = useEndSignIn();

  const attempt = (work: Promise<unknown>, done: string) =>
    work.then(() => toasts.success(done)).catch((error: unknown) => toasts.failure(t('notEnded'), error));
  const end = ({ sid, device, current }: SignIn) => {
    const work = current ? getClient().auth.logout() : ending.mutateAsync(sid);
    void attempt(work, t('ended', { device }));
  };
  const endOthers = async () => {
    const question = { title: t('endOthersQuestion'), text: t('endOthersText'), action: t('endOthers') };
    if (await confirm(question)) await attempt(endAllButThis(), t('endedOthers'));
    await queries.invalidateQueries({ queryKey: signInsKey });
  };
  const endAll = async () => {
    const question = { title: t('endAllQuestion'), text: t('endAllText'), action: t('endAll') };
    if (await confirm({ ...question, destructive: true }))
      await attempt(getClient().auth.logoutAll(), t('endedAll'));
  };
  return { end, endOthers, endAll };
}

function endAllButThis() {
  return getClient().http.request('post', '/api/auth/logout-all', { body: { keep_current: true } });
}
