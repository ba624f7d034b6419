import {
  and,
  cast,
  div,
  equal,
  greater,
  greaterOrEqual,
  less,
  logSoftmax,
  matMul,
  maximum,
  mul,
  neg,
  reshape,
  sub,
  sum,
  transpose,
  where,
} from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import type { ClassLoss } from '../loss.ts';
import { type PrototypeCloseness, scaledCosine, squaredEuclidean } from './prototype-closeness.ts';

/** Options of prototypical. */
export type PrototypicalOptions = {
  /**
   * Support samples of each class in a batch, the shots. null: every sample is a query, and the prototype of its own
   * class is made without it, so that no sample is support only; M samples of a class then act as M - 1 shots. A
   * number, 1 or more: the first so many of each class are support, and the others queries, so the order in a class
   * counts. Train with as many shots as there will be in use (Snell et al. 2017).
   */
  readonly shots?: number | null;
  /**
   * Multiplies cosines with prototypes, about 5 to 20. Small never lets a class become certain; large learns only from
   * errors. null: squared Euclidean distances of embeddings as they are, as in the paper.
   */
  readonly cosineScale?: number | null;
};

/**
 * Prototypical loss (Snell, Swersky and Zemel 2017), for new classes from a few pictures. A query is classified among
 * the classes of its batch, by their prototypes p_c, [P, D], the means of their support samples:
 *   -mean_i log (e^(-d(x_i, p_yi)) / sum_c e^(-d(x_i, p_c))), with d the squared distance, or -scale cos
 * It has no weights of its own, and any number of classes. Use batches with a few samples of each of many classes; a
 * batch without a query has the loss 0. Never negative.
 */
export function prototypical({ shots = null, cosineScale = 10 }: PrototypicalOptions = {}): ClassLoss {
  const closeness = cosineScale === null ? squaredEuclidean : scaledCosine(cosineScale);
  return {
    needs: 'labels',
    parameters: () => [],
    value: ({ embeddings, labels, classes }) => {
      const x = closeness.rows(embeddings);
      const episode = episodeOf(labels, shots, classes);
      const asks = cast(episode.asks, x.type);
      const surprise = mul(asks, surprises(x, episode, closeness));
      return div(sum(surprise), maximum(sum(asks), 1));
    },
  };
}

/** Which samples of a batch are support and which are queries, and to which of P class slots each belongs. */
type Episode = {
  /** Which samples belong to each slot, bool [P, B]. */
  readonly members: Value;
  /** Whether the slot is in use, bool [P, 1]: exactly one slot of each class in the batch is. */
  readonly stands: Value;
  /** Which samples are support, bool [1, B]. */
  readonly supports: Value;
  /** Which samples are queries, bool [B, 1]. */
  readonly asks: Value;
};

/** Class slots: C if C < B, else B slots, where each class uses the slot of its first sample. */
function episodeOf(labels: Value, shots: number | null, classes: number): Episode {
  const [batch] = sizes(labels.shape);
  const [down, across] = [reshape(labels, [batch, 1]), reshape(labels, [1, batch])];
  const isSame = equal(down, across);
  const before = counted(and(isSame, earlier(labels, batch)));
  const members = classes < batch ? equal(numbered(labels, classes), across) : isSame;
  const stands = classes < batch ? greater(counted(members), 0) : less(before, 1);
  return {
    members,
    stands,
    supports: less(transpose(before), shots ?? batch),
    asks: shots === null ? greater(counted(isSame), 1) : greaterOrEqual(before, shots),
  };
}

/** -log p of each row's own class, [B, 1]. */
function surprises(x: Value, { members, stands, supports }: Episode, closeness: PrototypeCloseness): Value {
  const support = cast(and(members, supports), x.type);
  const [sums, counts] = [matMul(support, x), sum(support, -1, { keep: true })];
  const isOwn = transpose(and(members, stands)); // [B, P]
  const own = cast(isOwn, x.type);
  const itself = cast(transpose(supports), x.type); // A support sample is not in its own prototype.
  const others = meanOf(sub(matMul(own, sums), mul(itself, x)), sub(matMul(own, counts), itself));
  const toEach = closeness.toEach(x, meanOf(sums, counts));
  const logits = where(transpose(stands), where(isOwn, closeness.toPaired(x, others), toEach), -1e9);
  return neg(sum(mul(own, logSoftmax(logits)), -1, { keep: true }));
}

/** Sums, [R, D], divided by their counts, [R, 1]; zeros where the count is 0. */
function meanOf(sums: Value, counts: Value): Value {
  return div(sums, maximum(counts, 1));
}

/** The number of true values in each row, float32 [R, 1]. */
function counted(holds: Value): Value {
  return sum(cast(holds, 'float32'), 1, { keep: true });
}

/** Whether the column's sample comes before the row's in the batch, bool [B, B]. */
function earlier({ graph }: Value, batch: number): Value {
  const places = Array.from({ length: batch ** 2 }, (_, n) => (n % batch < Math.floor(n / batch) ? 1 : 0));
  return graph.constant(places, { shape: [batch, batch], type: 'bool' });
}

/** The class numbers 0 .. C - 1, int64 [C, 1]. */
function numbered({ graph, type }: Value, classes: number): Value {
  return graph.constant([...Array(classes).keys()], { shape: [classes, 1], type });
}
