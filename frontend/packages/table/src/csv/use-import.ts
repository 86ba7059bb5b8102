import { useState } from 'react';
import type { ImportFile } from './import-dialog.tsx';

interface Import {
  busy: boolean;
  /** What came of it. */
  done: string | undefined;
  error: unknown;
  send: (file: File) => Promise<void>;
  reset: () => void;
}

export function useImport(importFile: ImportFile): Import {
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<string>();
  const [error, setError] = useState<unknown>();
  const reset = () => {
    setDone(undefined);
    setError(undefined);
  };
  const send = async (file: File) => {
    reset();
    setBusy(true);
    try {
      setDone(await importFile(await file.text()));
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return { busy, done, error, send, reset };
}
