import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { useEffect } from 'react';
import { uiMessages } from '../language/ui-messages.ts';
import { useMessages } from '../language/use-messages.ts';
import { RequestId } from './request-id.tsx';

export interface Toast {
  id: number;
  severity: 'success' | 'error' | 'info';
  text: string;
  requestId?: string | undefined;
}

interface ToastMessageProps {
  toast: Toast;
  onClose: () => void;
}

/** Goes by itself; an error stays long enough to be read and its request id copied. */
export function ToastMessage({ toast, onClose }: ToastMessageProps) {
  const t = useMessages(uiMessages);
  const failed = toast.severity === 'error';
  useEffect(() => {
    const timer = setTimeout(onClose, failed ? 12_000 : 4_000);
    return () => clearTimeout(timer);
  }, [failed, onClose]);
  return (
    <Box
      sx={{
        position: 'fixed',
        zIndex: 'snackbar',
        inset: 'auto 16px 24px',
        display: 'grid',
        placeItems: 'center',
        // Its row is as wide as the page; what lies beside the message can be clicked.
        pointerEvents: 'none',
        '& > *': { pointerEvents: 'auto' },
      }}
    >
      <Alert
        severity={toast.severity}
        role={failed ? 'alert' : 'status'}
        onClose={onClose}
        closeText={t('close')}
        sx={{ maxWidth: 520, boxShadow: '0 12px 32px rgb(0 0 0 / 0.18)' }}
      >
        {toast.text}
        <RequestId id={toast.requestId} />
      </Alert>
    </Box>
  );
}
