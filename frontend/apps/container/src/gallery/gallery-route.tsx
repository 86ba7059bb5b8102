import { lazy } from 'react';

/** Undefined in what is published: the condition is constant there, and the gallery is left out of the build. */
export const Gallery = import.meta.env.DEV ? lazy(() => import('./gallery.tsx')) : undefined;
