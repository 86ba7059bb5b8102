import { StandaloneApp } from '@intarsia/ui/sign-in';
import { createRoot } from 'react-dom/client';
import DataApp from './data-grid.tsx';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StandaloneApp title="Data">
      <DataApp />
    </StandaloneApp>,
  );
}
