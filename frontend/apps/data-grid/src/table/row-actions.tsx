import { Icon, useMessages } from '@intarsia/ui';
import IconButton from '@mui/material/IconButton';
import type { Item } from '../api/item.ts';
import { messages } from '../messages.ts';

export interface ItemActions {
  onHistory: (item: Item) => void;
  /** Only for who may write. */
  onEdit?: ((item: Item) => void) | undefined;
  onDelete?: ((item: Item) => void) | undefined;
}

interface RowActionsProps extends ItemActions {
  item: Item;
  /** The grid moves one tab stop through its cells. */
  tabIndex?: number;
}

export function RowActions({ item, onHistory, onEdit, onDelete, tabIndex }: RowActionsProps) {
  const t = useMessages(messages);
  const { name } = item;
  const stop = tabIndex === undefined ? {} : { tabIndex };
  return (
    <>
      <IconButton
        size="small"
        aria-label={t('historyRow', { name })}
        onClick={() => onHistory(item)}
        {...stop}
      >
        <Icon name="history" fontSize="small" />
      </IconButton>
      {onEdit && (
        <IconButton size="small" aria-label={t('editRow', { name })} onClick={() => onEdit(item)} {...stop}>
          <Icon name="edit" fontSize="small" />
        </IconButton>
      )}
      {onDelete && (
        <IconButton
          size="small"
          aria-label={t('deleteRow', { name })}
          onClick={() => onDelete(item)}
          {...stop}
        >
          <Icon name="trash" fontSize="small" />
        </IconButton>
      )}
    </>
  );
}
