import { EditorDialog } from '@intarsia/editor';
import type { Item } from '../api/item.ts';
import { EditItem } from './edit-item.tsx';
import { NewItem } from './new-item.tsx';

interface ItemEditorProps {
  editing: Item | 'new' | undefined;
  onClose: () => void;
}

export function ItemEditor({ editing, onClose }: ItemEditorProps) {
  return (
    <EditorDialog editing={editing} onClose={onClose}>
      {(shown) =>
        shown === 'new' ? (
          <NewItem onClose={onClose} />
        ) : (
          <EditItem key={shown.id} item={shown} onClose={onClose} />
        )
      }
    </EditorDialog>
  );
}
