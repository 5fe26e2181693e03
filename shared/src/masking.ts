/** Double surnames that are kept whole when a name is masked (domain.md 6). */
const doubleSurnames = [
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '司徒',
  '令狐',
  '夏侯',
];

/**
 * A name for lists: the middle is hidden, so that neighbours who know the person recognise them: 王*英, 张*.
 * Double surnames stay whole: 欧阳*.
 */
export function maskName(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= 1) return '*';
  if (characters.length === 2) return `${characters[0]}*`;
  const double = doubleSurnames.find((surname) => name.startsWith(surname));
  if (double) return `${double}${'*'.repeat(characters.length - 2)}`;
  return `${characters[0]}${'*'.repeat(characters.length - 2)}${characters[characters.length - 1]}`;
}

/** 138****1234. */
export function maskPhone(phone: string): string {
  return phone.length < 8 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}
