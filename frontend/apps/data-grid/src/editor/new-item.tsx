import { EditorForm } from '@intarsia/editor';
import { useMessages, useToasts } from '@intarsia/ui';
import { useCreateItem } from '../api/create-item.ts';
import type { ItemInput } from '../api/item.ts';
import { messages } from '../messages.ts';
import { ItemFields } from './item-fields.tsx';
import { blank, readForm } from './item-input.ts';

export function NewItem({ onClose }: { onClose: () => void }) {
  const t = useMessages(messages);
  const create = useCreateItem();
  const toasts = useToasts();
  const save = (input: ItemInput) =>
    create.mutate(input, {
      onSuccess: () => {
        toasts.success(t('added', { name: input.name }));
        onClose();
      },
    });
  return (
    <EditorForm
      title={t('newRecord')}
      action={t('create')}
      busy={create.isPending}
      error={create.error}
      onSubmit={(form) => save(readForm(form))}
      onCancel={onClose}
    >
      {(errors) => <ItemFields initial={blank} errors={errors} />}
    </EditorForm>
  );
}
