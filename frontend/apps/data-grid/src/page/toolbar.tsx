import { FilterSelect, SearchField } from '@intarsia/table';
import { useMessages } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useCallback } from 'react';
import { type Status, statuses } from '../api/item.ts';
import { useCategories } from '../api/list-categories.ts';
import { messages, type Translate } from '../messages.ts';
import type { ItemListState } from '../state/list-state.ts';

export function Toolbar({ state: { list, change } }: { state: ItemListState }) {
  const t = useMessages(messages);
  const search = useCallback((q: string) => change({ q }), [change]);
  const categories = useCategories();
  const filtered = list.q || list.category || list.status;
  return (
    <Box role="search" aria-label={t('records')} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, p: 2 }}>
      <SearchField value={list.q} onChange={search} />
      <FilterSelect
        label={t('category')}
        all={t('all')}
        value={list.category}
        options={withCurrent(categories, list.category).map((name) => ({ value: name, label: name }))}
        onChange={(category) => change({ category })}
      />
      <FilterSelect
        label={t('status')}
        all={t('all')}
        value={list.status}
        options={statuses.map((status) => ({ value: status, label: t(status) }))}
        onChange={(status) => change({ status: status as Status | '' })}
      />
      <FilterSelect
        label={t('order')}
        value={list.sort}
        options={ordersWith(t, list.sort)}
        onChange={(sort) => change({ sort })}
        narrow
      />
      {filtered && (
        <Button color="inherit" onClick={() => change({ q: '', category: '', status: '' })}>
          {t('clear')}
        </Button>
      )}
    </Box>
  );
}

/** Cards have no column heads to click. */
const orders = [
  { value: '-created_at', label: 'newest' },
  { value: '-updated_at', label: 'lastChanged' },
  { value: 'name', label: 'name' },
  { value: '-value', label: 'highestValue' },
] as const;

function ordersWith(t: Translate, current: string): { value: string; label: string }[] {
  const known = orders.map(({ value, label }) => ({ value, label: t(label) }));
  return known.some(({ value }) => value === current)
    ? known
    : [...known, { value: current, label: t('asInTable') }];
}

/** A link may name a category that nothing has any longer; the filter still shows it. */
function withCurrent(categories: string[], current: string): string[] {
  return !current || categories.includes(current) ? categories : [...categories, current];
}
