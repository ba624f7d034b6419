import { expect, test } from 'vitest';
import { matrix } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import type { Embedded } from '../../src/data/embedding/embedded.ts';
import { sceneFolds } from '../../src/fit/held-out/scene-folds.ts';
import { typedProduct } from '../../src/linalg/product.ts';

/** Four scenes of three near duplicates for each of two classes; `groups` tells them. */
function pictures(groups: boolean): Embedded {
  const { normal } = random(0, 'folds');
  const size = 16;
  const rows = Array.from({ length: 8 }, (_, scene) => {
    const centre = Array.from({ length: size }, (_, d) => normal() + (d === scene % 2 ? 6 : 0));
    return Array.from({ length: 3 }, () => centre.map((value) => value + 0.01 * normal()));
  }).flat();
  const data = Float32Array.from(rows.flatMap((row) => row.map((value) => value / Math.hypot(...row))));
  const samples = rows.map((_, index) => ({
    path: `${String(index).padStart(2, '0')}.png`,
    label: Math.floor(index / 3) % 2 === 0 ? 'even' : 'odd',
    group: groups ? `g${Math.floor(index / 3)}` : null,
    part: null,
  }));
  return { samples, hashes: samples.map(({ path }) => path), embeddings: matrix(rows.length, size, data), skipped: [] };
}

test.each([true, false])('every picture is held out once, its scene with it (groups: %s)', async (groups) => {
  const folds = await sceneFolds(pictures(groups), 4, 0, typedProduct);
  expect(folds).not.toContain(null);
  for (let scene = 0; scene < 8; scene++) expect(new Set(folds.slice(3 * scene, 3 * scene + 3)).size).toBe(1);
  // Two scenes of every fold: one of each class, so that no class is held out as a whole.
  for (const label of [0, 1]) {
    const ofClass = folds.filter((_, index) => Math.floor(index / 3) % 2 === label);
    expect(new Set(ofClass).size).toBeGreaterThan(1);
  }
});

test('a class of one group is never held out', async () => {
  const all = pictures(true);
  const samples = all.samples.map((sample) => (sample.label === 'odd' ? { ...sample, group: 'one' } : sample));
  const folds = await sceneFolds({ ...all, samples }, 4, 0, typedProduct);
  expect(samples.every(({ label }, index) => (folds[index] === null) === (label === 'odd'))).toBe(true);
});
