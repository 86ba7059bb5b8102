import { Loadable } from '@intarsia/editor';
import { useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useId } from 'react';
import type { Item } from '../api/item.ts';
import { useHistory } from '../api/list-history.ts';
import { messages } from '../messages.ts';
import { HistoryMoment } from './history-moment.tsx';

interface HistoryDialogProps {
  item: Item;
  open: boolean;
  onClose: () => void;
}

/** Who changed a record, what and when. */
export default function HistoryDialog({ item, open, onClose }: HistoryDialogProps) {
  const t = useMessages(messages);
  const title = useId();
  return (
    <Dialog open={open} onClose={onClose} aria-labelledby={title} maxWidth="sm" fullWidth>
      <DialogTitle id={title} sx={{ overflowWrap: 'anywhere' }}>
        {t('historyOf', { name: item.name })}
      </DialogTitle>
      <DialogContent tabIndex={0}>
        <Moments id={item.id} />
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button color="inherit" onClick={onClose} autoFocus>
          {t('close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Moments({ id }: { id: string }) {
  const t = useMessages(messages);
  const history = useHistory(id);
  const moments = history.data?.pages.flatMap(({ items }) => items);
  return (
    <Loadable query={history} failed={t('historyNotLoaded')} shape={[56, 56]}>
      {moments?.length === 0 && <Typography>{t('noHistory')}</Typography>}
      <Box component="ol" aria-label={t('history')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {moments?.map((moment) => (
          <HistoryMoment key={moment.id} moment={moment} />
        ))}
      </Box>
      {history.hasNextPage && (
        <Button onClick={() => void history.fetchNextPage()} loading={history.isFetchingNextPage}>
          {t('older')}
        </Button>
      )}
    </Loadable>
  );
}
