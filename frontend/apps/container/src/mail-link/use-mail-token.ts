import { use, useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { MailTokenContext, tokenIn } from './mail-token.ts';

/** Also when another link is opened in a page that is here already, which changes the fragment alone. */
export function useMailToken(): string | undefined {
  const [token, setToken] = useState(use(MailTokenContext));
  const { hash } = useLocation();
  const navigate = useNavigate();
  const newer = tokenIn(hash);
  useEffect(() => {
    if (!newer) return;
    setToken(newer);
    void navigate({ hash: '' }, { replace: true });
  }, [newer, navigate]);
  return token;
}
