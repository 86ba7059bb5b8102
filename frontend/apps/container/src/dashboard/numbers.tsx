import { useMessages, useUser } from '@intarsia/ui';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useRelease } from '../release/release-context.ts';
import { messages } from './messages.ts';
import { NumberCard } from './number-card.tsx';
import {
  type Counted,
  useEventCount,
  useOpenErrorCount,
  useRecordCount,
  useUserCount,
} from './numbers-api.ts';

type Label = 'users' | 'records' | 'events' | 'openErrors' | 'signIns';

/** What the platform holds and how it is doing, as the server counts it: all that this person's role may read. */
export function Numbers() {
  const t = useMessages(messages);
  const { boot } = useRelease();
  const counts = useCounts();
  const missing = counts.filter(([, { error }]) => error);
  const retry = () => {
    for (const [, count] of missing) void count.refetch();
  };
  return (
    <>
      <Box
        component="ul"
        aria-label={t('numbers')}
        sx={{
          display: 'grid',
          gap: 2,
          m: 0,
          mb: 3,
          p: 0,
          listStyle: 'none',
          gridTemplateColumns: 'repeat(auto-fit, minmax(132px, 1fr))',
        }}
      >
        {counts.map(([label, count]) => (
          <NumberCard key={label} label={t(label)} count={count} />
        ))}
        <NumberCard label={t('liveRelease')} count={{ data: { value: boot.release }, error: null }} />
      </Box>
      {missing.length > 0 && (
        <Alert
          severity="warning"
          sx={{ mb: 3 }}
          action={
            <Button
              color="inherit"
              size="small"
              onClick={retry}
              loading={missing.some(([, { isFetching }]) => isFetching)}
            >
              {t('tryAgain')}
            </Button>
          }
        >
          {t('someMissing')}
        </Alert>
      )}
    </>
  );
}

function useCounts(): [Label, Counted][] {
  const role = useUser()?.role;
  const [mayReadUsers, mayReadErrors] = [role === 'admin', role === 'admin' || role === 'user'];
  const users = useUserCount('users', mayReadUsers);
  const signIns = useUserCount('sign_ins', mayReadUsers);
  const errors = useOpenErrorCount(mayReadErrors);
  const everybody: [Label, Counted][] = [
    ['records', useRecordCount()],
    ['events', useEventCount()],
  ];
  return [
    ...(mayReadUsers ? [['users', users] satisfies [Label, Counted]] : []),
    ...everybody,
    ...(mayReadErrors ? [['openErrors', errors] satisfies [Label, Counted]] : []),
    ...(mayReadUsers ? [['signIns', signIns] satisfies [Label, Counted]] : []),
  ];
}
