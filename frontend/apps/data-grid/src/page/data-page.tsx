import { Pager, useListState } from '@intarsia/table';
import { Icon, LoadProblem, PageHeader, useMessages, useUser } from '@intarsia/ui';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import { useState } from 'react';
import type { Item } from '../api/item.ts';
import { useItems } from '../api/list-items.ts';
import { ItemEditor } from '../editor/item-editor.tsx';
import { messages } from '../messages.ts';
import { listState } from '../state/list-state.ts';
import { ItemList } from '../table/item-list.tsx';
import { Toolbar } from './toolbar.tsx';
import { useRemoveItem } from './use-remove-item.ts';

type Editing = Item | 'new' | undefined;

export function DataPage() {
  const t = useMessages(messages);
  const state = useListState(listState);
  const items = useItems(state.list);
  const mayWrite = useUser()?.role !== 'viewer';
  const [editing, setEditing] = useState<Editing>();
  const remove = useRemoveItem();
  const addButton = mayWrite && (
    <Button variant="contained" startIcon={<Icon name="plus" />} onClick={() => setEditing('new')}>
      {t('newRecord')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('data')} text={t('dataText')} actions={addButton} />
      <Card>
        <Toolbar state={state} />
        {items.error ? (
          <LoadProblem title={t('notLoaded')} error={items.error} onRetry={() => void items.refetch()} />
        ) : (
          <ItemList
            state={state}
            items={items.data?.items}
            loading={items.isPending || items.isPlaceholderData}
            {...(mayWrite ? { onEdit: setEditing, onDelete: remove } : {})}
          />
        )}
        <Pager state={state} page={items.data} loading={items.isPending} />
      </Card>
      {mayWrite && <ItemEditor editing={editing} onClose={() => setEditing(undefined)} />}
    </>
  );
}
