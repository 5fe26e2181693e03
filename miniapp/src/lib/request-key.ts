const hex = (count: number) =>
  Array.from({ length: count }, () => Math.floor(Math.random() * 16).toString(16)).join('');

/**
 * A key for one act: a version 4 uuid. Math.random is enough, since it only has to differ between one person's own acts
 * (WeChat's engine has no crypto.getRandomValues).
 */
export function newKey(): string {
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[Math.floor(Math.random() * 4)]}${hex(3)}-${hex(12)}`;
}
