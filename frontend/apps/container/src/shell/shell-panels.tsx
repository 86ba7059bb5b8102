import { lazyPart } from '@intarsia/ui';
import { Suspense } from 'react';
import type { PanelProps, Panels } from './panels.ts';

const errorPanel = lazyPart<PanelProps>(() => import('../errors/error-panel.tsx'));
const commandList = lazyPart<PanelProps & { onErrors: () => void }>(
  () => import('../commands/command-list.tsx'),
);

/** Fetched when they are first asked for. */
export function ShellPanels({ panels: { shown, used, show } }: { panels: Panels }) {
  const close = () => show(undefined);
  return (
    <Suspense fallback={null}>
      {used.has('commands') && (
        <commandList.Part open={shown === 'commands'} onClose={close} onErrors={() => show('errors')} />
      )}
      {used.has('errors') && <errorPanel.Part open={shown === 'errors'} onClose={close} />}
    </Suspense>
  );
}
