import { internalError } from '../base/error.ts';
import { cast, clip, equal, matMul, mul, normalised, reshape, sqrt, sub, transpose } from '../graph/ops.ts';
import { type ElementType, sizes, type Value } from '../graph/value.ts';

/**
 * The weight of each pair, [A, O], 0 or more: as a positive, and as a negative. Both 0: the pair is unknown, and
 * ignored.
 */
export type Relations = {
  /** An anchor is never its own positive. */
  readonly positive: Value;
  readonly negative: Value;
};

/**
 * A batch's embeddings compared with each other, or with remembered ones too. Losses read it; miners change its
 * weights. It does not say whether labels, pairs or triplets gave the relations.
 *   A anchors (the batch, B), O others (the batch, and M remembered ones behind it), D dimensions.
 */
export type Comparisons = Relations & {
  /** [B, D], as they leave the projection: of any length. */
  readonly embeddings: Value;
  /** [A, D], of unit length. */
  readonly anchors: Value;
  /** [O, D], of unit length: what the anchors are compared with. */
  readonly others: Value;
  /** Cosines, [A, O]. */
  readonly similarities: Value;
  /** The most positives that an anchor can have. Losses on triplets compute [A, P, O], with P at most this. */
  readonly mostPositives: number;
};

/**
 * A batch [B, D] compared with itself.
 *
 * @example
 * const embeddings = new Graph().input('embeddings', 'float32', [8, 4]); // [B, D]
 * const labels = embeddings.graph.input('labels', 'int64', [8]);
 * const { similarities } = compared(embeddings, relationsByLabels(labels));
 * similarities.shape; // => [8, 8]
 */
export function compared(embeddings: Value, relations: Relations, mostPositives?: number): Comparisons {
  const unit = normalised(embeddings);
  const [batch] = sizes(unit.shape);
  return {
    ...relations,
    embeddings,
    anchors: unit,
    others: unit,
    similarities: matMul(unit, transpose(unit)),
    mostPositives: mostPositives ?? batch - 1,
  };
}

/**
 * The relations of class labels, int64 [B]: same class or not, and no sample with itself. `type`: that of the weights.
 *
 * @example
 * const labels = new Graph().input('labels', 'int64', [3]);
 * const session = await nodeRuntime.load(toOnnx(relationsByLabels(labels)));
 * const results = await session.run({ labels: { type: 'int64', shape: [3], data: BigInt64Array.of(5n, 5n, 7n) } });
 * [...results.positive.data]; // => [0, 1, 0, 1, 0, 0, 0, 0, 0]
 * [...results.negative.data]; // => [0, 0, 1, 0, 0, 1, 1, 1, 0]
 * await session.dispose();
 */
export function relationsByLabels(labels: Value, type: ElementType = 'float32'): Relations {
  const [batch] = sizes(labels.shape);
  if (labels.shape.length !== 1) throw internalError(`labels of shape [${labels.shape}]`);
  const same = cast(equal(reshape(labels, [batch, 1]), reshape(labels, [1, batch])), type);
  return { positive: mul(same, sub(1, withItself(labels, batch, type))), negative: sub(1, same) };
}

/** The least squared distance: below it the square root has no useful gradient in float32, so it gets none. */
const leastSquared = 1e-6;

/**
 * Distances of unit vectors, d = sqrt(2 - 2 s), [A, O]: 0 to 2.
 *
 * @example
 * const embeddings = new Graph().input('embeddings', 'float32', [8, 4]); // [B, D]
 * const labels = embeddings.graph.input('labels', 'int64', [8]);
 * const distances = distancesOf(compared(embeddings, relationsByLabels(labels)));
 * distances.shape; // => [8, 8]
 */
export function distancesOf({ similarities }: Pick<Comparisons, 'similarities'>): Value {
  return sqrt(clip(sub(2, mul(similarities, 2)), leastSquared, 4));
}

/** The identity matrix, [B, B], in the graph of another value: 1 for a sample with itself, else 0. */
export function withItself({ graph }: Value, batch: number, type: ElementType): Value {
  const ones = Float32Array.from({ length: batch * batch }, (_, i) => (i % (batch + 1) === 0 ? 1 : 0));
  return graph.constant(ones, { shape: [batch, batch], type });
}
