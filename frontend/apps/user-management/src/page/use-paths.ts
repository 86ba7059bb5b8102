import { useLocation, useParams } from 'react-router';

/** The addresses of this app's pages, wherever the host has put it. */
export function usePaths() {
  const { pathname } = useLocation();
  const { '*': rest } = useParams();
  const base = rest === undefined ? '' : pathname.slice(0, pathname.length - rest.length).replace(/\/$/, '');
  return { users: base || '/', audit: `${base}/audit`, of: (id: string) => `${base}/of/${id}` };
}
