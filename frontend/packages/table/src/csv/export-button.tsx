import { saveFile } from '@intarsia/client';
import { Icon, useFormat, useMessages, useToasts } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { messages } from '../messages.ts';

interface ExportButtonProps {
  /** The file's name. */
  name: string;
  fetchFile: (onProgress: (bytes: number) => void) => Promise<Blob>;
}

/** Saves all that fits the filter as a CSV file, and says how much of it has come. */
export function ExportButton({ name, fetchFile }: ExportButtonProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const toasts = useToasts();
  const [bytes, setBytes] = useState<number>();
  const save = async () => {
    setBytes(0);
    try {
      saveFile(name, await fetchFile(setBytes));
      toasts.success(t('exported', { name }));
    } catch (error) {
      toasts.failure(t('notExported', { name }), error);
    } finally {
      setBytes(undefined);
    }
  };
  const busy = bytes !== undefined;
  return (
    <>
      <Button
        variant="outlined"
        startIcon={<Icon name="download" />}
        loading={busy}
        loadingPosition="start"
        onClick={() => void save()}
      >
        {busy ? t('received', { size: format.number(Math.ceil(bytes / 1024)) }) : t('exportCsv')}
      </Button>
      <Box component="span" role="status" sx={hidden}>
        {busy && t('exporting')}
      </Box>
    </>
  );
}

/** For those who listen: the button itself would be read out with every piece that comes. */
// In pixels: MUI takes a bare 1 for all of the width, and the page could be scrolled sideways.
const hidden = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
};
