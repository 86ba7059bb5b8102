import { displayName, useConfirm, useMessages, useToasts } from '@intarsia/ui';
import { useState } from 'react';
import { useDeleteUser } from '../api/delete-user.ts';
import { fetchUser } from '../api/get-user.ts';
import { useUpdateUser } from '../api/update-user.ts';
import type { User } from '../api/user.ts';
import { messages } from '../messages.ts';

export interface Refusal {
  name: string;
  error: unknown;
}

/** What is done to a user from the list; what the server refuses is kept to be shown in place. */
export function useUserActions() {
  const t = useMessages(messages);
  const confirm = useConfirm();
  const toasts = useToasts();
  const update = useUpdateUser();
  const deletion = useDeleteUser();
  const [refusal, setRefusal] = useState<Refusal>();

  const attempt = async (name: string, work: () => Promise<string>) => {
    setRefusal(undefined);
    try {
      toasts.success(await work());
    } catch (error) {
      setRefusal({ name, error });
    }
  };
  const toggle = (user: User) => {
    const name = displayName(user);
    return attempt(name, async () => {
      const { etag } = await fetchUser(user.id);
      await update.mutateAsync({ id: user.id, etag, body: { is_active: !user.is_active } });
      return t(user.is_active ? 'deactivated' : 'activated', { name });
    });
  };
  const remove = async (user: User) => {
    const name = displayName(user);
    const question = { title: t('deleteQuestion', { name }), text: t('deleteText'), action: t('delete') };
    if (!(await confirm({ ...question, destructive: true }))) return;
    await attempt(name, async () => {
      await deletion.mutateAsync(user.id);
      return t('deleted', { name });
    });
  };
  return { refusal, dismiss: () => setRefusal(undefined), toggle, remove };
}
