import { type Matrix, matrix, normaliseRows } from '../../../src/base/matrix.ts';
import { random } from '../../../src/base/random.ts';

/** Vectors with their classes. */
export type LabelledVectors = { readonly vectors: Matrix; readonly labels: Int32Array };

/** Unit rows around one direction for each class, classes mixed: `sizes[c]` of class c, `noise` apart. */
export function labelledVectors(
  sizes: readonly number[],
  { noise = 1, dimensions = 8, seed = 0 }: { noise?: number; dimensions?: number; seed?: number } = {},
): LabelledVectors {
  const stream = random(seed, 'labelled vectors');
  const centres = sizes.map(() => Array.from({ length: dimensions }, () => stream.normal()));
  const labels = Int32Array.from(stream.shuffle(sizes.flatMap((size, c) => new Array<number>(size).fill(c))));
  const vectors = matrix(labels.length, dimensions);
  vectors.data.forEach((_, i) => {
    vectors.data[i] = centres[labels[Math.floor(i / dimensions)]][i % dimensions] + noise * stream.normal();
  });
  return { vectors: normaliseRows(vectors), labels };
}
