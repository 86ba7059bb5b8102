import { EditorDialog } from '@intarsia/editor';
import type { User } from '../api/user.ts';
import { EditUser } from './edit-user.tsx';
import { NewUser } from './new-user.tsx';

interface UserEditorProps {
  editing: User | 'new' | undefined;
  onClose: () => void;
}

export function UserEditor({ editing, onClose }: UserEditorProps) {
  return (
    <EditorDialog editing={editing} onClose={onClose}>
      {(shown) =>
        shown === 'new' ? (
          <NewUser onClose={onClose} />
        ) : (
          <EditUser key={shown.id} user={shown} onClose={onClose} />
        )
      }
    </EditorDialog>
  );
}
