import { type ListState, listCodec } from '@intarsia/table';
import { type Role, roles } from '../api/user.ts';

export interface Filters {
  role: Role | '';
  state: 'active' | 'inactive' | '';
}

export type UserListState = ListState<Filters>;

export const listState = listCodec<Filters>({
  sortable: ['full_name', 'email', 'username', 'role', 'is_active', 'created_at', 'updated_at'],
  defaultSort: '-created_at',
  filters: { role: roles, state: ['active', 'inactive'] },
});
