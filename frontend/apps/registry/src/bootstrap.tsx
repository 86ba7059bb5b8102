import { StandaloneApp } from '@intarsia/ui/sign-in';
import { createRoot } from 'react-dom/client';
import RegistryApp from './registry.tsx';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StandaloneApp title="Registry">
      <RegistryApp />
    </StandaloneApp>,
  );
}
