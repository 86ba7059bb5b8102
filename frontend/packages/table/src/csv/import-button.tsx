import { Icon, lazyPart, useMessages } from '@intarsia/ui';
import Button from '@mui/material/Button';
import { Suspense, useState } from 'react';
import { messages } from '../messages.ts';
import type { ImportFile } from './import-dialog.tsx';

const dialog = lazyPart(() => import('./import-dialog.tsx'));

/** Opens the dialog that takes in a CSV file; it is fetched when it is about to be opened. */
export function ImportButton({ hint, importFile }: { hint: string; importFile: ImportFile }) {
  const t = useMessages(messages);
  const [open, setOpen] = useState(false);
  const [round, setRound] = useState(0);
  const begin = () => {
    setRound(round + 1);
    setOpen(true);
  };
  return (
    <>
      <Button
        variant="outlined"
        startIcon={<Icon name="upload" />}
        onMouseEnter={dialog.preload}
        onFocus={dialog.preload}
        onClick={begin}
      >
        {t('importCsv')}
      </Button>
      <Suspense fallback={null}>
        {round > 0 && (
          <dialog.Part
            key={round}
            open={open}
            hint={hint}
            importFile={importFile}
            onClose={() => setOpen(false)}
          />
        )}
      </Suspense>
    </>
  );
}
