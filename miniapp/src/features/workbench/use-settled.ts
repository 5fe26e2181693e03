import { useEffect, useState } from 'react';

/** What was typed, once the typing has paused for a moment: one question to the server per word, not per letter. */
export function useSettled(value: string, pauseMs = 300): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [value, pauseMs]);
  return settled;
}
