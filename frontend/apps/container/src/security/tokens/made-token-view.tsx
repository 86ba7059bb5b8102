import { fonts, useMessages } from '@intarsia/ui';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useRef, useState } from 'react';
import { messages } from '../messages.ts';
import type { MadeToken } from './token.ts';

interface MadeTokenViewProps {
  made: MadeToken;
  onClose: () => void;
}

export function MadeTokenView({ made: { name, token }, onClose }: MadeTokenViewProps) {
  const t = useMessages(messages);
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    field.current?.select();
    // Where the page may not write to the clipboard, the text is selected for the person's own keys.
    await navigator.clipboard?.writeText(token).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <>
      <DialogTitle id="editor-title">{t('tokenMade', { name })}</DialogTitle>
      <DialogContent>
        <Alert severity="warning" sx={{ mb: 2.5 }}>
          {t('shownOnce')}
        </Alert>
        <Box sx={{ display: 'flex', gap: 1, pt: 1 }}>
          <TextField
            label={t('token')}
            value={token}
            autoFocus
            fullWidth
            inputRef={field}
            onFocus={(event) => event.target.select()}
            slotProps={{ htmlInput: { readOnly: true, spellCheck: false, autoComplete: 'off' } }}
            sx={{ '& input': { fontFamily: fonts.mono } }}
          />
          <Button variant="outlined" onClick={() => void copy()} sx={{ flexShrink: 0 }}>
            {t(copied ? 'copied' : 'copy')}
          </Button>
        </Box>
        <Box role="status" sx={{ minHeight: 24, mt: 1, color: 'text.secondary' }}>
          {copied && t('copiedText')}
        </Box>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button variant="contained" onClick={onClose}>
          {t('done')}
        </Button>
      </DialogActions>
    </>
  );
}
