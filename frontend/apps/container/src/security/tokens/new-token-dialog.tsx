import { EditorDialog } from '@intarsia/editor';
import { useState } from 'react';
import { MadeTokenView } from './made-token-view.tsx';
import { NewTokenForm } from './new-token-form.tsx';
import type { MadeToken } from './token.ts';

interface NewTokenDialogProps {
  open: boolean;
  onClose: () => void;
}

/** First what it may do, then its text, which is shown this once. */
export function NewTokenDialog({ open, onClose }: NewTokenDialogProps) {
  return (
    <EditorDialog<never> editing={open ? 'new' : undefined} onClose={onClose}>
      {() => <Steps onClose={onClose} />}
    </EditorDialog>
  );
}

function Steps({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<MadeToken>();
  if (made) return <MadeTokenView made={made} onClose={onClose} />;
  return <NewTokenForm onMade={setMade} onCancel={onClose} />;
}
