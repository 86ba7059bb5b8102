import { FilterSelect, SearchField } from '@intarsia/table';
import { useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useCallback } from 'react';
import { roles } from '../api/user.ts';
import { messages, type Translate } from '../messages.ts';
import type { Filters, UserListState } from '../state/list-state.ts';

const states = ['active', 'inactive'] as const;

export function Toolbar({ state: { list, change } }: { state: UserListState }) {
  const t = useMessages(messages);
  const search = useCallback((q: string) => change({ q }), [change]);
  return (
    <Box role="search" aria-label={t('users')} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, p: 2 }}>
      <SearchField value={list.q} onChange={search} />
      <FilterSelect
        label={t('role')}
        all={t('all')}
        value={list.role}
        options={roles.map((role) => ({ value: role, label: t(role) }))}
        onChange={(role) => change({ role: role as Filters['role'] })}
      />
      <FilterSelect
        label={t('state')}
        all={t('all')}
        value={list.state}
        options={states.map((value) => ({ value, label: t(value) }))}
        onChange={(state) => change({ state: state as Filters['state'] })}
      />
      <FilterSelect
        label={t('order')}
        value={list.sort}
        options={ordersWith(t, list.sort)}
        onChange={(sort) => change({ sort })}
        narrow
      />
      {(list.q || list.role || list.state) && (
        <Button color="inherit" onClick={() => change({ q: '', role: '', state: '' })}>
          {t('clear')}
        </Button>
      )}
    </Box>
  );
}

/** Cards have no column heads to click. */
function ordersWith(t: Translate, current: string): { value: string; label: string }[] {
  const known = [
    { value: '-created_at', label: t('newest') },
    { value: 'full_name', label: t('name') },
    { value: 'email', label: t('email') },
    { value: 'role', label: t('role') },
  ];
  const isKnown = known.some(({ value }) => value === current);
  return isKnown ? known : [...known, { value: current, label: t('asInTable') }];
}
