import { useState } from 'react';

interface Read {
  refetch: () => Promise<unknown>;
}

interface Write {
  reset: () => void;
}

/**
 * Lets an editor start again from what somebody else has saved: `round` is the form's key, raised when `take` has
 * fetched the current version.
 */
export function useCurrentVersion(current: Read, update: Write) {
  const [round, setRound] = useState(0);
  const take = async () => {
    await current.refetch();
    update.reset();
    setRound((last) => last + 1);
  };
  return { round, take: () => void take() };
}
