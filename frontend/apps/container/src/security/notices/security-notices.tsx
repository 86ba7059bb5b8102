import { Loadable } from '@intarsia/editor';
import { Icon, useFormat, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { type SecurityNotice, useSecurityNotices } from '../../notices/security-notices-api.ts';
import { messages } from '../messages.ts';

/** What was noticed of one's sign-ins, the newest first. */
export function SecurityNotices() {
  const t = useMessages(messages);
  const list = useSecurityNotices();
  const notices = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Loadable query={list} failed={t('noticesFailed')} shape={[56, 56]}>
      {notices.length === 0 && <Typography sx={{ color: 'text.secondary' }}>{t('noNotices')}</Typography>}
      <Box component="ul" aria-label={t('notices')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {notices.map((notice) => (
          <Item key={notice.id} notice={notice} />
        ))}
      </Box>
      {list.hasNextPage && (
        <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {t('older')}
        </Button>
      )}
    </Loadable>
  );
}

function Item({ notice: { at, kind, device, ip } }: { notice: SecurityNotice }) {
  const t = useMessages(messages);
  const format = useFormat();
  const isTheft = kind === 'reuse_detected';
  return (
    <Box component="li" sx={{ display: 'flex', gap: 1.5, py: 1.25, borderTop: 1, borderColor: 'divider' }}>
      <Icon
        name={isTheft ? 'broken' : 'shield'}
        fontSize="small"
        sx={{ mt: 0.25, color: isTheft ? 'error.main' : 'text.secondary' }}
      />
      <Box sx={{ minWidth: 0 }}>
        <Typography sx={{ overflowWrap: 'anywhere' }}>
          {t(kind, { device, ip: ip || t('unknownPlace') })}
        </Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {format.dateTime(at)}
        </Typography>
      </Box>
    </Box>
  );
}
