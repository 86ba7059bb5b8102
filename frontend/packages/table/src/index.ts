export { FilterSelect } from './filter-select.tsx';
export { type ListBase, type ListCodec, listCodec } from './list-codec.ts';
export { Pager } from './pager.tsx';
export { SearchField } from './search-field.tsx';
export { ServerTable } from './server-table.tsx';
export { useDebounced } from './use-debounced.ts';
export { type ListState, useListState } from './use-list-state.ts';
