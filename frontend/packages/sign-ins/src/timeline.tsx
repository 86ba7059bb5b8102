import { Loadable } from '@intarsia/editor';
import { fonts, useFormat, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useEvents } from './list-events.ts';
import { messages } from './messages.ts';
import { events } from './reasons.ts';
import type { SignInEvent } from './sign-in.ts';

/** What happened to a sign-in, the newest first. */
export function Timeline({ sid }: { sid: string }) {
  const t = useMessages(messages);
  const list = useEvents(sid);
  const moments = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Box sx={{ mt: 1, pl: 2, borderLeft: 2, borderColor: 'divider' }}>
      <Loadable query={list} failed={t('failed')} shape={[56]}>
        {moments.length === 0 && <Typography variant="body2">{t('nothingYet')}</Typography>}
        <Box component="ol" aria-label={t('timeline')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {moments.map((event) => (
            <Moment key={event.id} event={event} />
          ))}
        </Box>
        {list.hasNextPage && (
          <Button size="small" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
            {t('older')}
          </Button>
        )}
      </Loadable>
    </Box>
  );
}

function Moment({ event: { at, event, ip, request_id } }: { event: SignInEvent }) {
  const t = useMessages(messages);
  const format = useFormat();
  const known = events.find((name) => name === event);
  return (
    <Box component="li" sx={{ py: 0.75 }}>
      <Typography variant="body2" sx={{ fontWeight: 550 }}>
        {known ? t(known) : event}
      </Typography>
      <Typography variant="caption" component="p" sx={{ color: 'text.secondary' }}>
        {[format.date(at, { dateStyle: 'medium', timeStyle: 'medium' }), ip].filter(Boolean).join(' · ')}
      </Typography>
      {request_id && (
        <Typography
          variant="caption"
          component="p"
          sx={{ color: 'text.secondary', fontFamily: fonts.mono, overflowWrap: 'anywhere' }}
        >
          {t('request', { id: request_id })}
        </Typography>
      )}
    </Box>
  );
}
