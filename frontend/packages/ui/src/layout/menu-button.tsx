import IconButton from '@mui/material/IconButton';
import { type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react';

export interface MenuProps {
  anchor: HTMLElement | null;
  onClose: () => void;
}

interface MenuButtonProps {
  label: string;
  icon: ReactNode;
  menu: (props: MenuProps) => ReactNode;
  /** Begins to load the menu: the pointer or the focus came here. */
  onIntent: () => void;
}

/** A button whose menu is fetched when it is about to be opened. */
export function MenuButton({ label, icon, menu, onIntent }: MenuButtonProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [used, setUsed] = useState(false);
  return (
    <>
      <IconButton
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onMouseEnter={onIntent}
        onFocus={onIntent}
        onClick={(event) => {
          setAnchor(event.currentTarget);
          setUsed(true);
        }}
      >
        {icon}
      </IconButton>
      <Suspense fallback={null}>{used && menu({ anchor, onClose: () => setAnchor(null) })}</Suspense>
    </>
  );
}

/** A component that is fetched when it is first shown, or before, by `preload`. */
export function lazyPart<P extends object>(load: () => Promise<{ default: ComponentType<P> }>) {
  const Part = lazy(load);
  return { Part, preload: () => void load().catch(() => undefined) };
}
