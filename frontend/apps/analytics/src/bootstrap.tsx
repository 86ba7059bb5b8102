import { StandaloneApp } from '@intarsia/ui/sign-in';
import { createRoot } from 'react-dom/client';
import AnalyticsApp from './analytics.tsx';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StandaloneApp title="Analytics">
      <AnalyticsApp />
    </StandaloneApp>,
  );
}
