import { StandaloneApp } from '@intarsia/ui/sign-in';
import { createRoot } from 'react-dom/client';
import SettingsApp from './settings.tsx';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StandaloneApp title="Settings">
      <SettingsApp />
    </StandaloneApp>,
  );
}
