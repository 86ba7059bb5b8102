import { lazyPart } from '@intarsia/ui';

/**
 * What only members see is a chunk of its own. It comes while the server is asked who is signed in, so members wait for the longer of the two and
 * guests for neither.
 */
export const memberRoutes = lazyPart(() => import('./member-routes.tsx'));
