import { mfApp } from '@intarsia/federation/build';

export default mfApp({ name: 'registryApp', port: 3005, exposes: { './Registry': './src/registry.tsx' } });
