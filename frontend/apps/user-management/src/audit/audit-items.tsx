import { fonts, useFormat, useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { AuditEvent } from '../api/list-audit.ts';
import type { People } from '../api/people.ts';
import { messages } from '../messages.ts';

interface AuditItemsProps {
  events: readonly AuditEvent[] | undefined;
  loading: boolean;
  nameOf: People['nameOf'];
}

export function AuditItems({ events, loading, nameOf }: AuditItemsProps) {
  const t = useMessages(messages);
  if (!events) {
    return (
      <Stack role="status" aria-label={t('loadingAudit')} spacing={1.5} sx={{ p: 2 }}>
        {[0, 1, 2].map((row) => (
          <Skeleton key={row} variant="rounded" height={72} />
        ))}
      </Stack>
    );
  }
  return (
    <Stack component="ul" aria-label={t('audit')} aria-busy={loading} sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {events.map((event) => (
        <AuditItem key={event.id} event={event} nameOf={nameOf} />
      ))}
    </Stack>
  );
}

interface AuditItemProps {
  event: AuditEvent;
  nameOf: People['nameOf'];
}

function AuditItem({ event, nameOf }: AuditItemProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const { at, actor, action, target, ip, request_id, detail } = event;
  const said = detailText(detail);
  return (
    <Box
      component="li"
      sx={{ px: 2, py: 1.5, borderTop: 1, borderColor: 'divider', overflowWrap: 'anywhere' }}
    >
      <Typography sx={{ fontWeight: 600 }}>{action}</Typography>
      <Typography variant="body2">{t('byTo', { actor: nameOf(actor), target: nameOf(target) })}</Typography>
      {said && <Typography variant="body2">{said}</Typography>}
      <Typography variant="caption" component="p" sx={{ color: 'text.secondary' }}>
        {[format.dateTime(at), ip].filter(Boolean).join(' · ')}
      </Typography>
      {request_id && (
        <Typography variant="caption" component="p" sx={{ color: 'text.secondary', fontFamily: fonts.mono }}>
          {request_id}
        </Typography>
      )}
    </Box>
  );
}

/** "role admin, name Ada": what else was noted of an event. */
export function detailText(detail: AuditEvent['detail']): string {
  const parts = Object.entries(detail).filter(([, value]) => value !== null);
  return parts.map(([name, value]) => `${name} ${plain(value)}`).join(', ');
}

function plain(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
