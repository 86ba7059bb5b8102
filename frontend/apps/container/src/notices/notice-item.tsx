import { Icon, type IconName, useFormat, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { Link } from 'react-router';
import { messages } from './messages.ts';
import type { Notice } from './notice-board.ts';
import { useNoticeText } from './notice-text.ts';

const icons: Record<Notice['kind'], IconName> = {
  release: 'retry',
  withdrawn: 'broken',
  failed: 'broken',
  offline: 'broken',
  online: 'system',
  settings: 'edit',
  role: 'app',
  new_device: 'shield',
  reuse_detected: 'broken',
};

interface NoticeItemProps {
  notice: Notice;
  onLeave: () => void;
}

export function NoticeItem({ notice, onLeave }: NoticeItemProps) {
  const t = useMessages(messages);
  const textOf = useNoticeText();
  const format = useFormat();
  const isCuredByReload = notice.kind === 'release' || notice.kind === 'withdrawn';
  return (
    <Box
      component="li"
      sx={{ display: 'flex', gap: 1.5, px: 2, py: 1.5, borderTop: 1, borderColor: 'divider' }}
    >
      <Icon name={icons[notice.kind]} fontSize="small" sx={{ color: 'text.secondary', mt: 0.25 }} />
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {textOf(notice)}
        </Typography>
        <Typography variant="caption" component="p" sx={{ color: 'text.secondary' }}>
          {format.ago(notice.at)}
        </Typography>
      </Box>
      {'device' in notice && (
        <Button component={Link} to="/security" size="small" onClick={onLeave} sx={{ alignSelf: 'center' }}>
          {t('check')}
        </Button>
      )}
      {isCuredByReload && (
        <Button size="small" onClick={() => window.location.reload()} sx={{ alignSelf: 'center' }}>
          {t('reload')}
        </Button>
      )}
    </Box>
  );
}
