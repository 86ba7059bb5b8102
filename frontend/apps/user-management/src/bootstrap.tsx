import { StandaloneApp } from '@intarsia/ui/sign-in';
import { createRoot } from 'react-dom/client';
import UserManagement from './user-management.tsx';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StandaloneApp title="Users">
      <UserManagement />
    </StandaloneApp>,
  );
}
