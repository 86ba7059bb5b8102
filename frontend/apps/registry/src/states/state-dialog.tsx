import { EditorDialog } from '@intarsia/editor';
import type { Version } from '../api/registry.ts';
import { StateForm } from './state-form.tsx';

interface StateDialogProps {
  /** Undefined while the dialog is closed. */
  version: Version | undefined;
  onClose: () => void;
}

export function StateDialog({ version, onClose }: StateDialogProps) {
  return (
    <EditorDialog editing={version} onClose={onClose}>
      {(shown) => shown !== 'new' && <StateForm version={shown} onClose={onClose} />}
    </EditorDialog>
  );
}
