import { DataPage } from './page/data-page.tsx';

/** What the host loads as `dataApp/DataGrid`. Session, theme and queries come from the shared packages around it. */
export default function DataApp() {
  return <DataPage />;
}
