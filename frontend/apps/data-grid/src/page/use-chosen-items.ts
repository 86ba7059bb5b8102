import type { Selection } from '@intarsia/table';
import { type Question, useConfirm, useMessages, useToasts } from '@intarsia/ui';
import { useChangeItems } from '../api/change-items.ts';
import type { Status } from '../api/item.ts';
import { messages } from '../messages.ts';

/** Changes or deletes what is chosen, after asking: all of it, or nothing. */
export function useChosenItems({ ids, clear }: Selection) {
  const t = useMessages(messages);
  const confirm = useConfirm();
  const toasts = useToasts();
  const change = useChangeItems();
  const rows = [...ids].map((id) => ({ id }));
  const count = rows.length;

  const attempt = async (
    question: Question,
    body: Parameters<typeof change.mutateAsync>[0],
    done: string,
  ) => {
    if (!(await confirm(question))) return;
    try {
      await change.mutateAsync(body);
      clear();
      toasts.success(done);
    } catch (error) {
      toasts.failure(t('nothingChanged'), error);
    }
  };
  const setStatus = (status: Status) => {
    const title = t('setStatusQuestion', { count, status: t(status) });
    const question = { title, text: t('setStatusText'), action: t('setStatusAction') };
    const update = rows.map((row) => ({ ...row, status }));
    return attempt(question, { create: [], update, delete: [] }, t('changedMany', { count }));
  };
  const remove = () => {
    const title = t('deleteManyQuestion', { count });
    const question = { title, text: t('noUndo'), action: t('delete'), destructive: true };
    return attempt(question, { create: [], update: [], delete: rows }, t('deletedMany', { count }));
  };
  return { setStatus, remove, busy: change.isPending };
}
