import { Group, Loadable } from '@intarsia/editor';
import { FilterSelect } from '@intarsia/table';
import { useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useLatestAudit } from '../api/list-audit.ts';
import { usePeople } from '../api/people.ts';
import type { User } from '../api/user.ts';
import { AuditItems } from '../audit/audit-items.tsx';
import { messages } from '../messages.ts';

const sides = ['target', 'actor'] as const;

/** What was done to somebody, or by them. */
export function UserAudit({ user: { id } }: { user: User }) {
  const t = useMessages(messages);
  const [side, setSide] = useState<(typeof sides)[number]>('target');
  const { nameOf } = usePeople();
  const audit = useLatestAudit(side === 'actor' ? { actor: id } : { target: `user:${id}` });
  const events = audit.data?.pages.flatMap(({ items }) => items);
  const choice = (
    <FilterSelect
      label={t('show')}
      value={side}
      options={sides.map((value) => ({ value, label: t(value === 'actor' ? 'doneBy' : 'doneTo') }))}
      onChange={(value) => setSide(value === 'actor' ? 'actor' : 'target')}
    />
  );
  return (
    <Group title={t('audit')} actions={<Box sx={{ display: 'flex', minWidth: 200 }}>{choice}</Box>}>
      <Loadable query={audit} failed={t('auditNotLoaded')} shape={[72, 72]}>
        {events?.length === 0 ? (
          <Typography sx={{ color: 'text.secondary' }}>{t('nothingDone')}</Typography>
        ) : (
          <Box sx={{ mx: { xs: -2, sm: -3 } }}>
            <AuditItems events={events} loading={audit.isFetching} nameOf={nameOf} />
          </Box>
        )}
        {audit.hasNextPage && (
          <Button onClick={() => void audit.fetchNextPage()} loading={audit.isFetchingNextPage}>
            {t('older')}
          </Button>
        )}
      </Loadable>
    </Group>
  );
}
