import { EditorForm, LoadingEditor, useCurrentVersion } from '@intarsia/editor';
import { useMessages, useToasts } from '@intarsia/ui';
import { useItem } from '../api/get-item.ts';
import type { Item, ItemInput } from '../api/item.ts';
import { useUpdateItem } from '../api/update-item.ts';
import { messages } from '../messages.ts';
import { ItemFields } from './item-fields.tsx';
import { readForm } from './item-input.ts';

interface EditItemProps {
  item: Item;
  onClose: () => void;
}

/** Starts from the server's current version; a change made by someone else meanwhile is refused and shown. */
export function EditItem({ item, onClose }: EditItemProps) {
  const t = useMessages(messages);
  const current = useItem(item.id);
  const update = useUpdateItem();
  const toasts = useToasts();
  const { round, take } = useCurrentVersion(current, update);
  const title = t('edit', { name: item.name });
  if (!current.data) return <LoadingEditor title={title} error={current.error} onCancel={onClose} />;

  const { data, etag } = current.data;
  const save = (body: ItemInput) =>
    update.mutate(
      { id: item.id, body, etag },
      {
        onSuccess: () => {
          toasts.success(t('saved', { name: body.name }));
          onClose();
        },
      },
    );
  return (
    <EditorForm
      key={round}
      title={title}
      action={t('save')}
      busy={update.isPending}
      error={update.error}
      onSubmit={(form) => save(readForm(form))}
      onCancel={onClose}
      onTakeCurrent={take}
    >
      {(errors) => <ItemFields initial={data} errors={errors} />}
    </EditorForm>
  );
}
