import { mfApp } from '@intarsia/federation/build';

export default mfApp({ name: 'analyticsApp', port: 3003, exposes: { './Analytics': './src/analytics.tsx' } });
