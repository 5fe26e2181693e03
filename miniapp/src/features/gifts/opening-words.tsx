import { Text } from '@tarojs/components';

/** When a store opens, in the server's words: a weekday stays in one piece, and on one line with its time. */
export function OpeningWords({ text }: { text: string }) {
  return <Text className="whole-words">{text.replace(/(周.) (?=\d)/g, '$1\u00a0')}</Text>;
}
