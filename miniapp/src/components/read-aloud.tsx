import { useEffect, useRef, useState } from 'react';

import { canSpeak, speak } from '@/lib/wechat';

import { Button } from './button';

interface ReadAloudProps {
  /** What is read: plain sentences, numbers and times as people say them. */
  text: string;
  words?: string;
  block?: boolean;
}

/** Reads a page aloud when asked, never by itself. Where the phone has no voice the button is not shown. */
export function ReadAloud({ text, words = '念给我听', block }: ReadAloudProps) {
  const [reading, setReading] = useState(false);
  const stop = useRef<() => void>();
  useEffect(() => () => stop.current?.(), []);
  if (!canSpeak()) return null;
  const tap = () => {
    if (reading) stop.current?.();
    else stop.current = speak(text, { onEnd: () => setReading(false) });
    setReading(!reading);
  };
  return (
    <Button
      {...(block ? { block, size: 'big' as const } : {})}
      icon={reading ? 'pause' : 'sound'}
      onTap={tap}
    >
      {reading ? '别念了' : words}
    </Button>
  );
}
