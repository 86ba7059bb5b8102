import { useConfirm, useMessages, useToasts } from '@intarsia/ui';
import { useDeleteItem } from '../api/delete-item.ts';
import type { Item } from '../api/item.ts';
import { messages } from '../messages.ts';

/** Deletes after asking; there is no undo. */
export function useRemoveItem(): (item: Item) => Promise<void> {
  const t = useMessages(messages);
  const confirm = useConfirm();
  const toasts = useToasts();
  const remove = useDeleteItem();
  return async ({ id, name }) => {
    const question = { title: t('deleteQuestion', { name }), text: t('noUndo'), action: t('delete') };
    if (!(await confirm({ ...question, destructive: true }))) return;
    try {
      await remove.mutateAsync(id);
      toasts.success(t('deleted', { name }));
    } catch (error) {
      toasts.failure(t('notDeleted', { name }), error);
    }
  };
}
