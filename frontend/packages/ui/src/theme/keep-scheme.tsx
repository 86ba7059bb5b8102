import { useEffect } from 'react';
import { useSession } from '../auth/use-session.ts';
import { useScheme } from './use-scheme.ts';

/** The key under which the chosen scheme is remembered. */
export const schemeKey = 'intarsia-scheme';

/** A sign-out clears the site's storage; how the page looks is nobody's secret and stays. */
export function KeepScheme() {
  const { status } = useSession();
  const { scheme } = useScheme();
  useEffect(() => {
    if (status === 'guest' && scheme !== 'system')
      localStorage.setItem(schemeKey, scheme === 'contrast' ? 'light' : scheme);
  }, [status, scheme]);
  return null;
}
