import { elderOf } from './elder';

it.each([
  ['nothing chosen, ordinary type', undefined, 1, { elder: false, scale: 1, undecided: true }],
  [
    'nothing chosen, WeChat set somewhat larger',
    undefined,
    1.15,
    { elder: false, scale: 1.15, undecided: true },
  ],
  ['nothing chosen, WeChat in large type', undefined, 1.4, { elder: true, scale: 1.4, undecided: true }],
  ['elder chosen', 'elder', 1, { elder: true, scale: 1.3, undecided: false }],
  ['elder chosen and WeChat larger still', 'elder', 1.5, { elder: true, scale: 1.5, undecided: false }],
  ['never beyond what was checked', 'elder', 2.4, { elder: true, scale: 1.75, undecided: false }],
  [
    'standard chosen in large type: size follows, theme does not',
    'standard',
    1.5,
    { elder: false, scale: 1.5, undecided: false },
  ],
  ['never smaller than standard', 'standard', 0.8, { elder: false, scale: 1, undecided: false }],
] as const)('draws by choice and by WeChat’s own factor: %s', (_case, choice, system, drawn) => {
  expect(elderOf(choice, system)).toEqual(drawn);
});
