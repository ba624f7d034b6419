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
  sum,
  transpose,
  where,
} from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import type { ClassLoss } from '../losses/embedding-loss.ts';
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
 * -scale cos. It owns no weights, and labels may be any numbers. Batches hold a few of each of many classes; one in which none
 * can ask costs 0. Never negative.
 */
export function prototypical({ shots = null, cosineScale = 10 }: PrototypicalOptions = {}): ClassLoss {
  const closeness = cosineScale === null ? squaredEuclidean : scaledCosine(cosineScale);
  return {
    needs: 'labels',
    parameters: () => [],
    value: ({ embeddings, labels }) => {
      const x = closeness.rows(embeddings);
      const episode = episodeOf(labels, shots);
      const asks = cast(episode.asks, x.type);
      const surprise = mul(asks, surprises(x, episode, closeness));
      return div(sum(surprise), maximum(sum(asks), 1));
    },
  };
}

/** Who supports and who asks in a batch. */
type Episode = {
  /** Of one class, bool [B, B]. */
  readonly isSame: Value;
  /** The first of its class, which stands for it, bool [1, B]. */
  readonly isFirst: Value;
  /** bool [1, B]. */
  readonly supports: Value;
  /** bool [B, 1]. */
  readonly asks: Value;
};

function episodeOf(labels: Value, shots: number | null): Episode {
  const [batch] = sizes(labels.shape);
  const isSame = equal(reshape(labels, [batch, 1]), reshape(labels, [1, batch]));
  const before = sum(
    cast(
      and(
        isSame,
        pairsWhere(labels, (i, j) => i < j),
      ),
      'float32',
    ),
    0,
    { keep: true },
  );
  const fellows = sum(cast(isSame, 'float32'), 1, { keep: true });
  return {
    isSame,
    isFirst: less(before, 1),
    supports: less(before, shots ?? batch),
    asks: shots === null ? greater(fellows, 1) : transpose(greaterOrEqual(before, shots)),
  };
}

/** - log p of every row's own class, [B, 1]; one column of a class speaks for it. */
function surprises(x: Value, { isSame, isFirst, supports }: Episode, closeness: PrototypeCloseness): Value {
  const support = and(isSame, supports);
  const toEach = closeness.toEach(x, means(support, x));
  const toOwn = closeness.toPaired(
    x,
    means(
      and(
        support,
        pairsWhere(x, (i, j) => i !== j),
      ),
      x,
    ),
  );
  const logits = where(isFirst, where(isSame, toOwn, toEach), -1e9);
  const own = cast(and(isSame, isFirst), x.type);
  return neg(sum(mul(own, logSoftmax(logits)), -1, { keep: true }));
}

/** For each row of `members`, bool [B, B], the mean of those rows of x; zeros where there are none. */
function means(members: Value, x: Value): Value {
  const each = cast(members, x.type);
  return div(matMul(each, x), maximum(sum(each, -1, { keep: true }), 1));
}

/** bool [B, B] of a batch's places. */
function pairsWhere(batch: Value, holds: (i: number, j: number) => boolean): Value {
  const [size] = sizes(batch.shape.slice(0, 1));
  const pairs = Array.from({ length: size * size }, (_, n) => (holds(Math.floor(n / size), n % size) ? 1 : 0));
  return batch.graph.constant(pairs, { shape: [size, size], type: 'bool' });
}
