import { Pager, useListState, useSelection } from '@intarsia/table';
import { Icon, LoadProblem, PageHeader, useMessages, useUser } from '@intarsia/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import { useState } from 'react';
import type { Item } from '../api/item.ts';
import { useItems } from '../api/list-items.ts';
import { ItemEditor } from '../editor/item-editor.tsx';
import { ItemHistory } from '../history/item-history.tsx';
import { messages } from '../messages.ts';
import { listState } from '../state/list-state.ts';
import { ItemList } from '../table/item-list.tsx';
import { ChosenItems } from './chosen-items.tsx';
import { ItemFiles } from './item-files.tsx';
import { Toolbar } from './toolbar.tsx';
import { useRemoveItem } from './use-remove-item.ts';

type Editing = Item | 'new' | undefined;

export function DataPage() {
  const t = useMessages(messages);
  const state = useListState(listState);
  const items = useItems(state.list);
  const mayWrite = useUser()?.role !== 'viewer';
  const [editing, setEditing] = useState<Editing>();
  const [looked, setLooked] = useState<Item>();
  const selection = useSelection(items.data?.items);
  const remove = useRemoveItem();
  const actions = (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
      <ItemFiles list={state.list} mayWrite={mayWrite} />
      {mayWrite && (
        <Button variant="contained" startIcon={<Icon name="plus" />} onClick={() => setEditing('new')}>
          {t('newRecord')}
        </Button>
      )}
    </Box>
  );
  return (
    <>
      <PageHeader title={t('data')} text={t('dataText')} actions={actions} />
      <Card>
        <Toolbar state={state} />
        {mayWrite && <ChosenItems selection={selection} />}
        {items.error ? (
          <LoadProblem title={t('notLoaded')} error={items.error} onRetry={() => void items.refetch()} />
        ) : (
          <ItemList
            state={state}
            items={items.data?.items}
            loading={items.isPending || items.isPlaceholderData}
            onHistory={setLooked}
            {...(mayWrite ? { onEdit: setEditing, onDelete: remove, selection } : {})}
          />
        )}
        <Pager state={state} page={items.data} loading={items.isPending} />
      </Card>
      <ItemHistory item={looked} onClose={() => setLooked(undefined)} />
      {mayWrite && <ItemEditor editing={editing} onClose={() => setEditing(undefined)} />}
    </>
  );
}
