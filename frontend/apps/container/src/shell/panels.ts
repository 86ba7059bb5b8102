import { useEffect, useState } from 'react';

export type Panel = 'commands' | 'errors';

export interface PanelProps {
  open: boolean;
  onClose: () => void;
}

/** The panel that a combination of keys opens; Command on a Mac, Control elsewhere. */
export function panelOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): Panel | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined;
  const key = event.key.toLowerCase();
  if (key === 'k' && !event.shiftKey) return 'commands';
  return key === 'e' && event.shiftKey ? 'errors' : undefined;
}

export interface Panels {
  shown: Panel | undefined;
  /** Opened before: stays mounted, so that it closes with its content. */
  used: ReadonlySet<Panel>;
  show: (panel: Panel | undefined) => void;
}

export function usePanels(): Panels {
  const [shown, setShown] = useState<Panel>();
  const [used, setUsed] = useState<ReadonlySet<Panel>>(new Set());
  const show = (panel: Panel | undefined) => {
    setShown(panel);
    if (panel) setUsed((before) => new Set(before).add(panel));
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const panel = panelOf(event);
      if (!panel) return;
      // The browser's own meaning of these keys would take the focus away.
      event.preventDefault();
      setShown((current) => (current === panel ? undefined : panel));
      setUsed((before) => new Set(before).add(panel));
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return { shown, used, show };
}
