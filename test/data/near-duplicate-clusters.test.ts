import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dot, fromRows, type Matrix, normaliseRows, row } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { nearDuplicateClusters } from '../../src/data/duplicates/near-duplicate-clusters.ts';
import { typedProduct } from '../../src/linalg/product.ts';

/** The definition: the smallest label spreads along close pairs until nothing changes. */
function naive(embeddings: Matrix, labels: readonly string[], similarity: number): number[] {
  const clusters = labels.map((_, index) => index);
  for (let changed = true; changed; ) {
    changed = false;
    for (const i of labels.keys()) {
      for (const j of labels.keys()) {
        const close = labels[i] === labels[j] && dot(row(embeddings, i), row(embeddings, j)) >= similarity;
        if (!close || clusters[i] <= clusters[j]) continue;
        clusters[i] = clusters[j];
        changed = true;
      }
    }
  }
  return clusters;
}

/** Scenes of a few pictures. */
function scenes(seed: number, count: number): { embeddings: Matrix; labels: string[] } {
  const { normal, integer } = random(seed, 'scenes');
  const centres = Array.from({ length: 12 }, () => Float32Array.from({ length: 300 }, normal));
  const chosen = Array.from({ length: count }, () => integer(12));
  const vectors = chosen.map((scene) => centres[scene].map((value) => value + 0.4 * normal()));
  return { embeddings: normaliseRows(fromRows(vectors)), labels: chosen.map((scene) => `class ${scene % 3}`) };
}

test('clusters are the connected components of close pairs within a class', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer(),
      fc.integer({ min: 0, max: 150 }),
      fc.double({ min: 0.5, max: 0.99, noNaN: true }),
      async (seed, count, limit) => {
        const { embeddings, labels } = scenes(seed, count);
        const clusters = await nearDuplicateClusters(embeddings, labels, typedProduct, { similarity: limit });
        expect([...clusters]).toEqual(naive(embeddings, labels, limit));
      },
    ),
    { numRuns: 40 },
  );
});

test('equal pictures of two classes stay apart', async () => {
  const embeddings = fromRows([
    [1, 0],
    [1, 0],
    [1, 0],
  ]);
  expect([...(await nearDuplicateClusters(embeddings, ['a', 'b', 'a'], typedProduct))]).toEqual([0, 1, 0]);
});
