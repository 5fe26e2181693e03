/** Joins class names, leaving out what is off: `classes('btn', big && 'big')`. */
export function classes(...names: (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
