import { internalError } from '../base/error.ts';
import { cast, clip, equal, matMul, mul, normalised, reshape, sqrt, sub, transpose } from '../graph/ops.ts';
import { type ElementType, sizes, type Value } from '../graph/value.ts';

/** How much each pair counts, [A, O], 0 or more: once as the same, once as different. Both 0: nothing is known of it. */
export type Relations = {
  /** An anchor is never its own positive. */
  readonly positive: Value;
  readonly negative: Value;
};

/**
 * A batch's embeddings against each other, or against remembered ones too. Losses read it, miners give it other weights;
 * whether labels, pairs or triplets said what is the same is forgotten here.
 */
export type Comparisons = Relations & {
  /** [B, D], as they leave the projection: of any length. */
  readonly embeddings: Value;
  /** [A, D], of unit length. */
  readonly anchors: Value;
  /** [O, D], of unit length: what anchors are compared with. */
  readonly others: Value;
  /** Cosines, [A, O]. */
  readonly similarities: Value;
  /** No anchor has more positives than this: it bounds the shapes of what is computed for every positive. */
  readonly mostPositives: number;
};

/** A batch [B, D] compared with itself. */
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

/** Of class labels, int64 [B]: same class or not, none with itself; as numbers of this type. */
export function relationsByLabels(labels: Value, type: ElementType = 'float32'): Relations {
  const [batch] = sizes(labels.shape);
  if (labels.shape.length !== 1) throw internalError(`labels of shape [${labels.shape}]`);
  const same = cast(equal(reshape(labels, [batch, 1]), reshape(labels, [1, batch])), type);
  return { positive: mul(same, sub(1, withItself(labels, batch, type))), negative: sub(1, same) };
}

/** Below this, squared, a distance has no direction in float32: its gradient is none. */
const leastSquared = 1e-6;

/** Distances of unit vectors, sqrt(2 - 2 s), [A, O]: 0 to 2. */
export function distancesOf({ similarities }: Pick<Comparisons, 'similarities'>): Value {
  return sqrt(clip(sub(2, mul(similarities, 2)), leastSquared, 4));
}

/** 1 for each of a batch with itself, else 0, [B, B], in the graph of another value. */
export function withItself({ graph }: Value, batch: number, type: ElementType): Value {
  const ones = Float32Array.from({ length: batch * batch }, (_, i) => (i % (batch + 1) === 0 ? 1 : 0));
  return graph.constant(ones, { shape: [batch, batch], type });
}
