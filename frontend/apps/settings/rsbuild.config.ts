import { mfApp } from '@intarsia/federation/build';

export default mfApp({ name: 'settingsApp', port: 3004, exposes: { './Settings': './src/settings.tsx' } });
