import { mfApp } from '@intarsia/federation/build';

export default mfApp({
  name: 'userApp',
  port: 3001,
  exposes: { './UserManagement': './src/user-management.tsx' },
});
