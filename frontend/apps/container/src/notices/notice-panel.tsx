import { EmptyState, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Popover from '@mui/material/Popover';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { MouseEvent } from 'react';
import { messages } from './messages.ts';
import { useNoticeBoard, useNotices } from './notice-context.ts';
import { NoticeItem } from './notice-item.tsx';

export interface NoticePanelProps {
  anchor: HTMLElement | null;
  onClose: () => void;
}

/** In the page's header rather than at the end of the body, where it would lie outside every landmark. */
export default function NoticePanel({ anchor, onClose }: NoticePanelProps) {
  const t = useMessages(messages);
  const board = useNoticeBoard();
  const notices = useNotices();
  const close = () => {
    board.readAll();
    onClose();
  };
  /** The button goes with the notices; the focus stays in the panel, so that Escape still closes it. */
  const clear = (event: MouseEvent<HTMLButtonElement>) => {
    event.currentTarget.closest<HTMLElement>('[role="dialog"]')?.focus();
    board.clear();
  };
  return (
    <Popover
      disablePortal
      open={anchor !== null}
      anchorEl={anchor}
      onClose={close}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
      transformOrigin={{ vertical: 'top', horizontal: 'right' }}
      slotProps={{
        paper: {
          role: 'dialog',
          'aria-labelledby': 'notices-title',
          sx: {
            width: 380,
            maxWidth: 'calc(100vw - 32px)',
            mt: 0.5,
            borderRadius: '12px',
            border: 1,
            borderColor: 'divider',
            boxShadow: '0 12px 32px rgb(0 0 0 / 0.14)',
          },
        },
      }}
    >
      <Stack
        direction="row"
        sx={{ alignItems: 'center', justifyContent: 'space-between', minHeight: 56, pl: 2, pr: 1 }}
      >
        <Typography id="notices-title" variant="h2" sx={{ fontSize: '1rem' }}>
          {t('title')}
        </Typography>
        {notices.length > 0 && (
          <Button size="small" color="inherit" onClick={clear}>
            {t('clear')}
          </Button>
        )}
      </Stack>
      {notices.length === 0 ? (
        <Box sx={{ mt: -3 }}>
          <EmptyState icon="bell" title={t('none')} text={t('noneText')} />
        </Box>
      ) : (
        <Box
          component="ul"
          aria-labelledby="notices-title"
          sx={{ listStyle: 'none', m: 0, p: 0, maxHeight: '60vh', overflow: 'auto' }}
        >
          {notices.map((notice) => (
            <NoticeItem key={notice.id} notice={notice} onLeave={close} />
          ))}
        </Box>
      )}
    </Popover>
  );
}
