import { Icon, useFormat, useMessages } from '@intarsia/ui';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import LinearProgress from '@mui/material/LinearProgress';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useId, useRef, useState } from 'react';
import { messages } from '../messages.ts';
import { ImportProblem } from './import-problem.tsx';
import { useImport } from './use-import.ts';

/** Sends the file's text; resolves to what came of it, in words. */
export type ImportFile = (content: string) => Promise<string>;

interface ImportDialogProps {
  open: boolean;
  hint: string;
  importFile: ImportFile;
  onClose: () => void;
}

export default function ImportDialog({ open, hint, importFile, onClose }: ImportDialogProps) {
  const t = useMessages(messages);
  const title = useId();
  const [file, setFile] = useState<File>();
  const { busy, done, error, send, reset } = useImport(importFile);
  const choose = (chosen: File | undefined) => {
    if (!chosen) return;
    reset();
    setFile(chosen);
  };
  return (
    <Dialog open={open} onClose={() => !busy && onClose()} aria-labelledby={title} maxWidth="sm" fullWidth>
      <DialogTitle id={title}>{t('importTitle')}</DialogTitle>
      <DialogContent>
        <Stack spacing={2}>
          <DialogContentText>{hint}</DialogContentText>
          <FileChoice file={file} disabled={busy} onChoose={choose} />
          {busy && <LinearProgress aria-label={t('importing')} />}
          {done !== undefined && <Alert severity="success">{done}</Alert>}
          {error !== undefined && <ImportProblem error={error} />}
        </Stack>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button color="inherit" onClick={onClose} disabled={busy}>
          {t('close')}
        </Button>
        <Button
          variant="contained"
          disabled={!file || busy || done !== undefined}
          onClick={() => file && void send(file)}
        >
          {t('import')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface FileChoiceProps {
  file: File | undefined;
  disabled: boolean;
  onChoose: (file: File | undefined) => void;
}

function FileChoice({ file, disabled, onChoose }: FileChoiceProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const size = file && format.number(Math.ceil(file.size / 1024));
  return (
    <Stack direction="row" sx={{ flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
      <Button
        variant="outlined"
        startIcon={<Icon name="upload" />}
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        {t('chooseFile')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,text/csv"
        aria-label={t('chooseFile')}
        onChange={(event) => {
          onChoose(event.target.files?.[0]);
          event.target.value = ''; // or the same file, mended, could not be chosen again
        }}
      />
      <Typography role="status" sx={{ color: 'text.secondary', overflowWrap: 'anywhere', minWidth: 0 }}>
        {file ? t('fileOf', { name: file.name, size: size ?? '' }) : t('noFile')}
      </Typography>
    </Stack>
  );
}
