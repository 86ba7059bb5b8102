import { Icon, lazyPart, useMessages, useSettings } from '@intarsia/ui';
import Badge from '@mui/material/Badge';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { Suspense, useState } from 'react';
import { messages } from './messages.ts';
import { useNoticeBoard, useNotices } from './notice-context.ts';
import type { NoticePanelProps } from './notice-panel.tsx';
import { useNoticeText } from './notice-text.ts';
import { useSeeNotices } from './security-notices-api.ts';
import { useNews } from './use-news.ts';

const noticePanel = lazyPart<NoticePanelProps>(() => import('./notice-panel.tsx'));

/** How many notices are unread, and the way to them. Whoever wants no notifications is neither counted at nor spoken to. */
export function NoticeBell() {
  useNews();
  const t = useMessages(messages);
  const board = useNoticeBoard();
  const notices = useNotices();
  const isQuiet = useSettings().data?.notifications_enabled === false;
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [used, setUsed] = useState(false);
  const see = useSeeNotices();
  const unread = isQuiet ? [] : notices.filter(({ isRead }) => !isRead);
  const label = unread.length > 0 ? t('unread', { count: unread.length }) : t('title');
  return (
    <>
      <IconButton
        aria-label={label}
        title={label}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onMouseEnter={noticePanel.preload}
        onFocus={noticePanel.preload}
        onClick={(event) => {
          setAnchor(event.currentTarget);
          setUsed(true);
          board.readAll();
          see();
        }}
      >
        {unread.length > 0 ? (
          <Badge badgeContent={unread.length} color="primary">
            <Icon name="bell" fontSize="small" />
          </Badge>
        ) : (
          <Icon name="bell" fontSize="small" />
        )}
      </IconButton>
      <Announcer newest={anchor ? undefined : unread[0]} />
      <Suspense fallback={null}>
        {used && <noticePanel.Part anchor={anchor} onClose={() => setAnchor(null)} />}
      </Suspense>
    </>
  );
}

/** There from the start, because screen readers hear only what changes in a region that they know. */
function Announcer({ newest }: { newest: Parameters<ReturnType<typeof useNoticeText>>[0] | undefined }) {
  const textOf = useNoticeText();
  return (
    <Box
      aria-live="polite"
      sx={{ position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' }}
    >
      {newest && textOf(newest)}
    </Box>
  );
}
