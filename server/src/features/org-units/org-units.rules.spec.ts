import {
  codeFor,
  compareCodes,
  countBelow,
  mayHangBelow,
  pathsDownTo,
  rangeBelow,
  topsOf,
} from './org-units.rules.js';

it.each([
  ['3栋', 'building', 'b3'],
  ['０３栋', 'building', 'b3'],
  ['第十二网格', 'grid', 'g12'],
  ['二十栋', 'building', 'b20'],
  ['第3微网格', 'microGrid', 'm3'],
  ['1-2单元', 'stairUnit', 'u1x2'],
  ['平房区', 'building', 'bn1'],
  ['123456789012345栋', 'building', 'bn1'],
] as const)('%s (%s) gets the code %s', (name, kind, code) => {
  expect(codeFor(kind, name, new Set())).toBe(code);
});

it('gives two units with one number two codes', () => {
  const taken = new Set(['b3', 'bn1']);
  expect(codeFor('building', '3号楼', taken)).toBe('b3n2');
  expect(codeFor('building', '平房区', taken)).toBe('bn2');
});

it.each([
  ['district', null, true],
  ['street', null, false],
  ['district', 'district', false],
  ['grid', 'community', true],
  ['grid', 'street', false],
  ['building', 'community', true],
  ['stairUnit', 'grid', false],
] as const)('a %s below %s: %s', (kind, parent, may) => {
  expect(mayHangBelow(kind, parent)).toBe(may);
});

it('names the paths from the top', () => {
  expect(pathsDownTo('/yh/lj/jg/')).toEqual(['/yh/', '/yh/lj/', '/yh/lj/jg/']);
});

it.each([
  ['/yh/jg/', true],
  ['/yh/jg/g1/', true],
  ['/yh/jg/z9/b1/', true],
  ['/yh/jg0/', false],
  ['/yh/jgz/g1/', false],
  ['/yh/jf/', false],
  ['/yh/', false],
])('the range below /yh/jg/ holds %s: %s', (path, inside) => {
  const [from, to] = rangeBelow('/yh/jg/');
  expect(path >= from && path < to).toBe(inside);
});

it('keeps the widest of several scopes', () => {
  expect(topsOf(['/a/b/', '/a/b/c/', '/a/bc/', '/a/b/'])).toEqual(['/a/b/', '/a/bc/']);
});

it('counts what lies in a unit and below it, not beside it', () => {
  const counted = [
    { path: '/a/b/', count: 1 },
    { path: '/a/b/c/', count: 2 },
    { path: '/a/bc/', count: 4 },
  ];
  expect([...countBelow(['/a/', '/a/b/', '/x/'], counted)]).toEqual([
    ['/a/', 7],
    ['/a/b/', 3],
    ['/x/', 0],
  ]);
});

it('orders codes as people count', () => {
  expect(['b10', 'b2', 'b1'].sort(compareCodes)).toEqual(['b1', 'b2', 'b10']);
});
