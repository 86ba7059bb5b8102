import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useState } from 'react';

export interface Question {
  title: string;
  text: string;
  /** The verb on the button: "Delete", not "OK". */
  action: string;
  destructive?: boolean;
}

type Ask = (question: Question) => Promise<boolean>;

const ConfirmContext = createContext<Ask>(() => Promise.resolve(false));

/** Asks before something that cannot be undone; resolves to the answer. */
export function useConfirm(): Ask {
  return useContext(ConfirmContext);
}

/** Fetched with the first question: a page opens without it. */
const ConfirmDialog = lazy(() => import('./confirm-dialog.tsx'));

interface Pending extends Question {
  answer: (yes: boolean) => void;
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [pending, setPending] = useState<Pending>();
  const [open, setOpen] = useState(false);
  const ask = useCallback<Ask>((question) => {
    return new Promise((answer) => {
      setPending({ ...question, answer });
      setOpen(true);
    });
  }, []);
  const decide = (yes: boolean) => {
    pending?.answer(yes);
    setOpen(false);
  };
  return (
    <ConfirmContext value={ask}>
      {children}
      {pending && (
        <Suspense fallback={null}>
          <ConfirmDialog question={pending} open={open} onDecide={decide} />
        </Suspense>
      )}
    </ConfirmContext>
  );
}
