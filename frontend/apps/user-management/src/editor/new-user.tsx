import { EditorForm } from '@intarsia/editor';
import { useMessages, useToasts } from '@intarsia/ui';
import { useCreateUser } from '../api/create-user.ts';
import { messages } from '../messages.ts';
import { UserFields } from './user-fields.tsx';
import { blank, readForm, toNewUser, type UserInput } from './user-input.ts';

export function NewUser({ onClose }: { onClose: () => void }) {
  const t = useMessages(messages);
  const create = useCreateUser();
  const toasts = useToasts();
  const save = (input: UserInput) =>
    create.mutate(toNewUser(input), {
      onSuccess: () => {
        toasts.success(t('added', { name: input.full_name }));
        onClose();
      },
    });
  return (
    <EditorForm
      title={t('newUser')}
      action={t('create')}
      busy={create.isPending}
      error={create.error}
      onSubmit={(form) => save(readForm(form))}
      onCancel={onClose}
    >
      {(errors) => <UserFields initial={blank} isNew errors={errors} />}
    </EditorForm>
  );
}
