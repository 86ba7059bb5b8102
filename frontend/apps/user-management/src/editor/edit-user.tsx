import { EditorForm, LoadingEditor, useCurrentVersion } from '@intarsia/editor';
import { displayName, useMessages, useToasts } from '@intarsia/ui';
import { useUserWithTag } from '../api/get-user.ts';
import { useUpdateUser } from '../api/update-user.ts';
import type { User } from '../api/user.ts';
import { messages } from '../messages.ts';
import { UserFields } from './user-fields.tsx';
import { readForm, toChange, type UserInput } from './user-input.ts';

interface EditUserProps {
  user: User;
  onClose: () => void;
}

/** Starts from the server's current version; a change made by someone else meanwhile is refused and shown. */
export function EditUser({ user, onClose }: EditUserProps) {
  const t = useMessages(messages);
  const current = useUserWithTag(user.id);
  const update = useUpdateUser();
  const toasts = useToasts();
  const { round, take } = useCurrentVersion(current, update);
  const title = t('edit', { name: displayName(user) });
  if (!current.data) return <LoadingEditor title={title} error={current.error} onCancel={onClose} />;

  const { data, etag } = current.data;
  const save = (input: UserInput) =>
    update.mutate(
      { id: user.id, body: toChange(input, data), etag },
      {
        onSuccess: () => {
          toasts.success(t('saved', { name: input.full_name }));
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
      {(errors) => <UserFields initial={data} isNew={false} errors={errors} />}
    </EditorForm>
  );
}
