import { Icon, useMessages } from '@intarsia/ui';
import IconButton from '@mui/material/IconButton';
import type { Item } from '../api/item.ts';
import { messages } from '../messages.ts';

export interface ItemActions {
  onEdit: (item: Item) => void;
  onDelete: (item: Item) => void;
}

interface RowActionsProps extends ItemActions {
  item: Item;
  /** The grid moves one tab stop through its cells. */
  tabIndex?: number;
}

export function RowActions({ item, onEdit, onDelete, tabIndex }: RowActionsProps) {
  const t = useMessages(messages);
  const { name } = item;
  const stop = tabIndex === undefined ? {} : { tabIndex };
  return (
    <>
      <IconButton size="small" aria-label={t('editRow', { name })} onClick={() => onEdit(item)} {...stop}>
        <Icon name="edit" fontSize="small" />
      </IconButton>
      <IconButton size="small" aria-label={t('deleteRow', { name })} onClick={() => onDelete(item)} {...stop}>
        <Icon name="trash" fontSize="small" />
      </IconButton>
    </>
  );
}
