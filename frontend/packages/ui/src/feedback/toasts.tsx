import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { type Toast, ToastMessage } from './toast-message.tsx';
import { useDescribeError } from './use-describe-error.ts';

export interface Toasts {
  success(text: string): void;
  info(text: string): void;
  /** Says what failed and, when the server answered, the request's id. */
  failure(what: string, error: unknown): void;
}

const ToastContext = createContext<Toasts>({ success() {}, info() {}, failure() {} });

export function useToasts(): Toasts {
  return useContext(ToastContext);
}

let lastId = 0;

/** One message at a time, at the lower edge; a newer one takes the older one's place. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<Toast>();
  const describe = useDescribeError();
  const toasts = useMemo<Toasts>(() => {
    const show = (message: Omit<Toast, 'id'>) => {
      lastId += 1;
      setToast({ id: lastId, ...message });
    };
    return {
      success: (text) => show({ severity: 'success', text }),
      info: (text) => show({ severity: 'info', text }),
      failure: (what, error) => {
        const { detail, requestId } = describe(error);
        show({ severity: 'error', text: `${what}. ${detail}`, requestId });
      },
    };
  }, [describe]);
  const close = useCallback(() => setToast(undefined), []);
  return (
    <ToastContext value={toasts}>
      {children}
      {toast && <ToastMessage key={toast.id} toast={toast} onClose={close} />}
    </ToastContext>
  );
}
