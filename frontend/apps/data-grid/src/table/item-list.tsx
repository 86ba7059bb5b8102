import type { Selection } from '@intarsia/table';
import { type Theme, useTheme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { Item } from '../api/item.ts';
import type { ItemListState } from '../state/list-state.ts';
import { ItemCards } from './item-cards.tsx';
import { ItemTable } from './item-table.tsx';
import type { ItemActions } from './row-actions.tsx';

export interface ItemListProps extends ItemActions {
  state: ItemListState;
  /** Undefined until the first page is there. */
  items: Item[] | undefined;
  loading: boolean;
  /** Only for who may write. */
  selection?: Selection | undefined;
}

/** A table where there is room for one, cards where there is not. */
export function ItemList(props: ItemListProps) {
  const narrow = useMediaQuery(useTheme<Theme>().breakpoints.down('sm'), { noSsr: true });
  return narrow ? <ItemCards {...props} /> : <ItemTable {...props} />;
}
