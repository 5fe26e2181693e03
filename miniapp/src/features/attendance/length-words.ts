/** `90` minutes as people say it: `1 小时 30 分钟`. */
export function lengthWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours && `${hours} 小时`, rest && `${rest} 分钟`].filter(Boolean).join(' ') || '0 分钟';
}
