import fc from 'fast-check';
import { expect, test } from 'vitest';
import { retrieval } from '../../src/metrics/retrieval.ts';

/** The definition: sort, relevant ones last among equals, and walk. */
function byWalking(similarities: Float32Array, relevant: readonly boolean[]) {
  const order = Array.from(similarities, (_, i) => i).sort(
    (a, b) => similarities[b] - similarities[a] || Number(relevant[a]) - Number(relevant[b]),
  );
  const total = relevant.filter(Boolean).length;
  let found = 0;
  let sum = 0;
  order.slice(0, total).forEach((i, place) => {
    if (!relevant[i]) return;
    found++;
    sum += found / (place + 1);
  });
  return { firstIsRight: relevant[order[0]] ? 1 : 0, averagePrecisionAtR: sum / total };
}

test('counts places as a walk down the sorted list does', () => {
  const item = fc.tuple(fc.integer({ min: -5, max: 5 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 30 }), (items) => {
      const relevant = items.map(([, isRelevant]) => isRelevant);
      fc.pre(relevant.includes(true));
      const similarities = Float32Array.from(items, ([similarity]) => similarity / 5);
      const { firstIsRight, averagePrecisionAtR } = byWalking(similarities, relevant);
      const result = retrieval(similarities, (i) => relevant[i]);
      expect(result?.firstIsRight).toBe(firstIsRight);
      expect(result?.averagePrecisionAtR).toBeCloseTo(averagePrecisionAtR, 12);
    }),
  );
});

test('a gallery where all vectors are the same earns nothing from luck', () => {
  expect(retrieval(new Float32Array(9).fill(0.5), (i) => i < 3)).toEqual({ firstIsRight: 0, averagePrecisionAtR: 0 });
});

test('is null where nothing of the class is enrolled', () => {
  expect(retrieval(Float32Array.of(0.5, 0.4), () => false)).toBeNull();
});
