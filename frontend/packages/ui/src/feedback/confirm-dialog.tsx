import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import { uiMessages } from '../language/ui-messages.ts';
import { useMessages } from '../language/use-messages.ts';
import type { Question } from './confirm.tsx';

interface ConfirmDialogProps {
  question: Question;
  open: boolean;
  onDecide: (yes: boolean) => void;
}

export default function ConfirmDialog({ question, open, onDecide }: ConfirmDialogProps) {
  const t = useMessages(uiMessages);
  return (
    <Dialog
      open={open}
      onClose={() => onDecide(false)}
      aria-labelledby="confirm-title"
      maxWidth="xs"
      fullWidth
    >
      <DialogTitle id="confirm-title">{question.title}</DialogTitle>
      <DialogContent>
        <DialogContentText>{question.text}</DialogContentText>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button color="inherit" onClick={() => onDecide(false)} autoFocus>
          {t('cancel')}
        </Button>
        <Button
          variant="contained"
          color={question.destructive ? 'error' : 'primary'}
          onClick={() => onDecide(true)}
        >
          {question.action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
