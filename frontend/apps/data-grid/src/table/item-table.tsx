import { ServerTable } from '@intarsia/table';
import { useFormat, useMessages } from '@intarsia/ui';
import { useMemo } from 'react';
import { messages } from '../messages.ts';
import { listState } from '../state/list-state.ts';
import { columns } from './columns.tsx';
import type { ItemListProps } from './item-list.tsx';
import { NoItems } from './no-items.tsx';

export function ItemTable({ state, items, loading, onHistory, onEdit, onDelete, selection }: ItemListProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const shown = useMemo(
    () => columns(t, format, { onHistory, onEdit, onDelete }),
    [t, format, onHistory, onEdit, onDelete],
  );
  if (items?.length === 0 && !loading) return <NoItems state={state} />;
  return (
    <ServerTable
      label={t('records')}
      rows={items}
      columns={shown}
      loading={loading}
      sort={state.list.sort}
      defaultSort={listState.defaultSort}
      onSort={(sort) => state.change({ sort })}
      onOpen={onEdit}
      selection={selection}
    />
  );
}
