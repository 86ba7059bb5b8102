import Dialog from '@mui/material/Dialog';
import { type ReactNode, useRef } from 'react';

interface EditorDialogProps<T> {
  /** What is edited, `'new'` for something that is not there yet, undefined for nothing. */
  editing: T | 'new' | undefined;
  onClose: () => void;
  children: (shown: T | 'new') => ReactNode;
}

/** One dialog for a new record and for a change; it keeps its content while it closes. */
export function EditorDialog<T>({ editing, onClose, children }: EditorDialogProps<T>) {
  const last = useRef(editing);
  if (editing) last.current = editing;
  const shown = last.current;
  return (
    <Dialog
      open={editing !== undefined}
      onClose={onClose}
      aria-labelledby="editor-title"
      maxWidth="sm"
      fullWidth
    >
      {shown && children(shown)}
    </Dialog>
  );
}
