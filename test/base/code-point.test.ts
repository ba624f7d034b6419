import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byCodePoint } from '../../src/base/hash.ts';

const codePoints = (text: string) => Array.from(text, (character) => character.codePointAt(0) ?? 0);

/** The definition: the first code point that differs decides, else the shorter is first. */
function naive(a: string, b: string): number {
  const [x, y] = [codePoints(a), codePoints(b)];
  const at = x.findIndex((point, index) => point !== y[index]);
  return at < 0 || at >= y.length ? x.length - y.length : x[at] - y[at];
}

test('names are ordered by code point, also where UTF-16 orders otherwise', () => {
  expect(['\u{1f600}', '\uff61', 'b', 'a'].sort(byCodePoint)).toEqual(['a', 'b', '\uff61', '\u{1f600}']);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(byCodePoint(a, b))).toBe(Math.sign(naive(a, b)));
    }),
  );
});
