/**
 * `container/sharedUI`: the whole library for any app, with the page's own session, theme and language. A chunk that only its readers load; charts and
 * the grid are fetched when one of them is first shown.
 */
export * from '@intarsia/client';
export {
  EditorDialog,
  EditorForm,
  Facts,
  Group,
  Loadable,
  LoadingEditor,
  RefusalAlert,
  useFieldErrors,
} from '@intarsia/editor';
export {
  FilterSelect,
  type ListBase,
  type ListCodec,
  type ListState,
  listCodec,
  Pager,
  SearchField,
  useDebounced,
  useListState,
} from '@intarsia/table';
export * from '@intarsia/ui';
export {
  GuestFrame,
  LoginForm,
  LoginPage,
  PasswordField,
  StandaloneApp,
  TextInput,
} from '@intarsia/ui/sign-in';
export { BarChart, ChartCard, ChartTable, LineChart, PieChart, ServerTable } from './late-parts.ts';
