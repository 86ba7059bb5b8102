import { useEffect, useRef, useState } from 'react';

/** A text field that follows `value` and tells `settle` what was typed once typing pauses. */
export function useDebounced(value: string, settle: (value: string) => void, pause = 300) {
  const [text, setText] = useState(value);
  const settled = useRef(value);
  useEffect(() => {
    // Our own word coming back late must not undo what was typed since.
    if (value !== settled.current) setText(value);
    settled.current = value;
  }, [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => {
      settled.current = text;
      settle(text);
    }, pause);
    return () => clearTimeout(timer);
  }, [text, value, settle, pause]);
  return [text, setText] as const;
}
