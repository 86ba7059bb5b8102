import { mfApp } from '@intarsia/federation/build';

export default mfApp({
  name: 'container',
  port: 3000,
  host: true,
  exposes: { './sharedUI': './src/shared/shared-ui.ts' },
});
