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
   * null: every sample asks the prototypes, the one of its own class made without it, so that none is spent on
   * support alone, and M samples of a class make episodes of M - 1 shots. A number of 1 or more: the first so many of each
   * class in the batch are its support, all after them ask, and the order within a class counts. As many shots as there will be
   * in use learn best (Snell et al. 2017).
   */
  readonly shots?: number | null;
  /**
   * What cosines with prototypes are multiplied by, about 5 to 20: a small one never lets a class be certain, a large one
   * looks at errors only. null: squared Euclidean distances of embeddings as they are, the paper's.
   */
  readonly cosineScale?: number | null;
};

/**
 * Prototypical loss (Snell, Swersky and Zemel 2017): what asks is told from the classes of its own batch only,
 * - mean_i log (e^(-d(x_i, p_yi)) / sum_c e^(-d(x_i, p_c))), p_c the mean of class c's support, d squared distance or
 * -scale cos. It owns no weights. Batches hold a few of each of many classes; one in which none
 * can ask costs 0. Never negative.
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

/** Who supports and who asks in a batch, and what each is a member of: P groups, one for each class or more. */
type Episode = {
  /** bool [P, B]. */
  readonly members: Value;
  /** Whether the group stands for its class, which has members then, bool [P, 1]: one of each class in the batch does. */
  readonly stands: Value;
  /** bool [1, B]. */
  readonly supports: Value;
  /** bool [B, 1]. */
  readonly asks: Value;
};

/** Groups are the classes where they are fewer than the batch, else one for each row, of which the first of its class stands. */
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

/** - log p of every row's own class, [B, 1]. */
function surprises(x: Value, { members, stands, supports }: Episode, closeness: PrototypeCloseness): Value {
  const support = cast(and(members, supports), x.type);
  const [sums, counts] = [matMul(support, x), sum(support, -1, { keep: true })];
  const isOwn = transpose(and(members, stands)); // [B, P]
  const own = cast(isOwn, x.type);
  const itself = cast(transpose(supports), x.type); // Who supports is not in its own prototype.
  const others = meanOf(sub(matMul(own, sums), mul(itself, x)), sub(matMul(own, counts), itself));
  const toEach = closeness.toEach(x, meanOf(sums, counts));
  const logits = where(transpose(stands), where(isOwn, closeness.toPaired(x, others), toEach), -1e9);
  return neg(sum(mul(own, logSoftmax(logits)), -1, { keep: true }));
}

/** Rows of sums over how many each is of; zeros where there are none. */
function meanOf(sums: Value, counts: Value): Value {
  return div(sums, maximum(counts, 1));
}

/** How many of each row hold, float32 [R, 1]. */
function counted(holds: Value): Value {
  return sum(cast(holds, 'float32'), 1, { keep: true });
}

/** Whether the column's place in the batch comes before the row's, bool [B, B]. */
function earlier({ graph }: Value, batch: number): Value {
  const places = Array.from({ length: batch ** 2 }, (_, n) => (n % batch < Math.floor(n / batch) ? 1 : 0));
  return graph.constant(places, { shape: [batch, batch], type: 'bool' });
}

/** int64 [C, 1]: 0 .. C - 1. */
function numbered({ graph, type }: Value, classes: number): Value {
  return graph.constant([...Array(classes).keys()], { shape: [classes, 1], type });
}
