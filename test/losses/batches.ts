import { random } from '../../src/base/random.ts';
import type { Batch } from './subject.ts';

/** The size of every batch here, but for those of one and two. */
export const batchSize = 8;

/** Eight samples of at most four classes, five dimensions, of lengths 0.1 to 3. */
export function someBatch(seed: number): Batch {
  const draw = random(seed, 'batch');
  return {
    labels: Array.from({ length: batchSize }, () => draw.integer(4)),
    embeddings: Array.from({ length: batchSize }, () => {
      const length = 0.1 + 1.3 * draw.uniform();
      return Array.from({ length: 5 }, () => length * draw.normal());
    }),
  };
}

/** The same samples in another order. */
export function permuted({ embeddings, labels }: Batch, order: readonly number[]): Batch {
  return { embeddings: order.map((i) => embeddings[i]), labels: order.map((i) => labels[i]) };
}

const { embeddings } = someBatch(0);
const own = [0, 1, 2, 3, 0, 1, 2, 3];
const two = [0, 0, 0, 0, 1, 1, 1, 1];
const axis = (d: number, length = 1) => Array.from({ length: 5 }, (_, i) => (i === d ? length : 0));

/** Batches that break a careless loss; all of eight samples and four classes at the most. */
export const degenerateBatches: Readonly<Record<string, Batch>> = {
  'one class': { embeddings, labels: own.map(() => 0) },
  'a class of one sample': { embeddings, labels: [0, 1, 1, 1, 2, 2, 2, 2] },
  'classes of one sample, and one of five': { embeddings, labels: [0, 1, 2, 3, 3, 3, 3, 3] },
  'all embeddings equal': { embeddings: own.map(() => embeddings[0]), labels: two },
  'two equal embeddings of one class': { embeddings: [embeddings[1], ...embeddings.slice(1)], labels: two },
  'two equal embeddings of two classes': { embeddings: [embeddings[5], ...embeddings.slice(1)], labels: two },
  'classes far apart, each in one place': { embeddings: two.map((c) => axis(0, 1 - 2 * c)), labels: two },
  'opposite embeddings of one class': { embeddings: two.map((c) => axis(1, 1 - 2 * c)), labels: own },
  'embeddings of zeros': { embeddings: own.map(() => axis(0, 0)), labels: two },
  'one embedding of zeros': { embeddings: [axis(0, 0), ...embeddings.slice(1)], labels: two },
  'very long embeddings': { embeddings: embeddings.map((row) => row.map((x) => 1e4 * x)), labels: own },
  'very short embeddings': { embeddings: embeddings.map((row) => row.map((x) => 1e-3 * x)), labels: own },
};

/** Batches of one sample, and of two. */
export const smallBatches: Readonly<Record<string, Batch>> = {
  'one sample': { embeddings: embeddings.slice(0, 1), labels: [0] },
  'two samples of one class': { embeddings: embeddings.slice(0, 2), labels: [1, 1] },
  'two samples of two classes': { embeddings: embeddings.slice(0, 2), labels: [1, 0] },
};
