import Dialog from '@mui/material/Dialog';
import { useRef } from 'react';
import type { Version } from '../api/registry.ts';
import { PromoteForm } from './promote-form.tsx';

interface PromoteDialogProps {
  /** Undefined while the dialog is closed. */
  version: Version | undefined;
  channel: string;
  onClose: () => void;
}

/** Keeps its content while it closes. */
export function PromoteDialog({ version, channel, onClose }: PromoteDialogProps) {
  const last = useRef(version);
  if (version) last.current = version;
  return (
    <Dialog
      open={version !== undefined}
      onClose={onClose}
      aria-labelledby="promote-title"
      maxWidth="sm"
      fullWidth
    >
      {last.current && <PromoteForm version={last.current} channel={channel} onClose={onClose} />}
    </Dialog>
  );
}
