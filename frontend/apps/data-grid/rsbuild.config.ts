import { mfApp } from '@intarsia/federation/build';

export default mfApp({ name: 'dataApp', port: 3002, exposes: { './DataGrid': './src/data-grid.tsx' } });
