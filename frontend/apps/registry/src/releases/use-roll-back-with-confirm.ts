import { useConfirm, useMessages, useToasts } from '@intarsia/ui';
import { type RollbackTarget, useRollBack } from '../api/roll-back.ts';
import { messages } from '../messages.ts';

/** Rolls back after asking; what was live stays in the history, so this too can be rolled back. */
export function useRollBackWithConfirm(channel: string) {
  const t = useMessages(messages);
  const confirm = useConfirm();
  const toasts = useToasts();
  const rollBack = useRollBack(channel);
  const ask = async (target: RollbackTarget, title: string, text: string) => {
    if (!(await confirm({ title, text, action: t('rollBack') }))) return;
    try {
      const { number } = await rollBack.mutateAsync(target);
      toasts.success(t('promoted', { number, channel }));
    } catch (error) {
      toasts.failure(t('notRolledBack'), error);
    }
  };
  return {
    app: (app: string) => ask({ app }, t('rollBackAppTitle', { app }), t('rollBackAppText', { channel })),
    release: (number: number) =>
      ask({ release: number }, t('rollBackToTitle', { number }), t('rollBackToText', { channel })),
  };
}
