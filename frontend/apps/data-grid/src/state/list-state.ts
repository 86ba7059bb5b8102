import { type ListState, listCodec } from '@intarsia/table';
import { type Status, statuses } from '../api/item.ts';

export interface Filters {
  category: string;
  status: Status | '';
}

export type ItemListState = ListState<Filters>;

export const listState = listCodec<Filters>({
  sortable: ['name', 'category', 'value', 'status', 'created_at', 'updated_at'],
  defaultSort: '-created_at',
  filters: { category: 'any', status: statuses },
});
