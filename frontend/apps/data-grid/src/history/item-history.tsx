import { lazyPart } from '@intarsia/ui';
import { Suspense, useRef } from 'react';
import type { Item } from '../api/item.ts';

const dialog = lazyPart(() => import('./history-dialog.tsx'));

/** Fetched with the first history that is looked at; keeps its content while it closes. */
export function ItemHistory({ item, onClose }: { item: Item | undefined; onClose: () => void }) {
  const last = useRef(item);
  if (item) last.current = item;
  return (
    <Suspense fallback={null}>
      {last.current && <dialog.Part item={last.current} open={item !== undefined} onClose={onClose} />}
    </Suspense>
  );
}
