import { describe, expect, it } from 'vitest';
import { dot, matrix, row } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { proxies } from '../../src/losses/proxy/proxies.ts';
import { initialNumbers } from '../../src/steps/parameter.ts';

describe('what stands for classes', () => {
  const [classes, dimensions, perClass] = [3, 6, 2];
  const size = { classes, dimensions, random: random(1, 'proxies') };
  const centres = matrix(classes, dimensions);
  centres.data[1] = 0.7; // of the first; the last is the third number; of the second nothing is known
  centres.data[2 * dimensions + 2] = 3;

  it('begins near the centre of its class where that is known, the several of a class apart, all of unit length', () => {
    const parameter = proxies({ ...size, centres }, perClass);
    const all = matrix(classes * perClass, dimensions, initialNumbers(parameter));
    const rows = Array.from({ length: classes * perClass }, (_, i) => row(all, i));
    for (const each of rows) expect(dot(each, each)).toBeCloseTo(1, 5);
    for (const i of [0, 1]) expect(rows[i][1]).toBeGreaterThan(0.95);
    for (const i of [4, 5]) expect(rows[i][2]).toBeGreaterThan(0.95);
    expect(dot(rows[0], rows[1])).toBeLessThan(0.9999);
    expect(Math.max(...Array.from(rows[2], Math.abs))).toBeLessThan(0.95);
  });
});
