import type { pairLosses } from '../../src/losses/pair/catalogue.ts';

type Matrix = readonly (readonly number[])[];

/** Embeddings of a batch as they are, their cosines, and how much each pair counts. */
export type Pairs = { readonly z: Matrix; readonly s: Matrix; readonly positive: Matrix; readonly negative: Matrix };

/** Every loss on pairs with its defaults, pair by pair, as its paper has it. */
export const pairDefinitions = {
  contrastive: (pairs) => {
    const [near, far] = [tally(), tally()];
    for (const { d, positive, negative } of each(pairs)) {
      if (d > 0) near.add(positive, d);
      if (d < 0.5) far.add(negative, 0.5 - d);
    }
    return near.mean() + far.mean();
  },

  liftedStructure: (pairs) =>
    overAnchors(pairs, ({ others, mostPositive, mostNegative }) => {
      let [near, far] = [0, 0];
      for (const { d, positive, negative } of others) {
        near += positive * Math.exp(d);
        far += negative * Math.exp(1 - d);
      }
      const loss = (near > 0 ? Math.log(near) : 0) + (far > 0 ? Math.log(far) : 0);
      return [Math.max(mostPositive, mostNegative), Math.max(0, loss)];
    }),

  nPairs: (pairs) => meanOverPositives(pairs, (positive, negative) => 10 * (negative.s - positive.s)),

  ntXent: (pairs) => meanOverPositives(pairs, (positive, negative) => (negative.s - positive.s) / 0.07),

  supCon: (pairs) =>
    overAnchors(pairs, ({ others, mostPositive }) => {
      const everyone = others.reduce((sum, { s, positive, negative }) => {
        return sum + ((positive > 0 ? 1 : 0) + negative) * Math.exp(s / 0.1);
      }, 0);
      const surprise = tally();
      for (const { s, positive } of others) surprise.add(positive, -Math.log(Math.exp(s / 0.1) / everyone));
      return [mostPositive, surprise.mean()];
    }),

  multiSimilarity: (pairs) =>
    overAnchors(pairs, ({ others, mostPositive, mostNegative }) => {
      let [near, far] = [1, 1];
      for (const { s, positive, negative } of others) {
        near += positive * Math.exp(-2 * (s - 0.5));
        far += negative * Math.exp(50 * (s - 0.5));
      }
      return [Math.max(mostPositive, mostNegative), Math.log(near) / 2 + Math.log(far) / 50];
    }),

  circle: (pairs) =>
    overAnchors(pairs, ({ others, mostPositive, mostNegative }) => {
      let [near, far] = [0, 0];
      for (const { s, positive, negative } of others) {
        near += positive * Math.exp(-80 * Math.max(0, 1.4 - s) * (s - 0.6));
        far += negative * Math.exp(80 * Math.max(0, s + 0.4) * (s - 0.4));
      }
      return [Math.min(mostPositive, mostNegative), Math.log(1 + near * far)];
    }),

  intraPairVariance: (pairs) => {
    const [positives, negatives, near, far] = [tally(), tally(), tally(), tally()];
    for (const { s, positive, negative } of each(pairs)) {
      positives.add(positive, s);
      negatives.add(negative, s);
    }
    for (const { s, positive, negative } of each(pairs)) {
      near.add(positive, Math.max(0, 0.99 * positives.mean() - s) ** 2);
      far.add(negative, Math.max(0, s - 1.01 * negatives.mean()) ** 2);
    }
    return near.mean() + far.mean();
  },

  margin: (pairs) => {
    const [near, far, activeNear, activeFar] = [tally(), tally(), tally(), tally()];
    for (const { d, positive, negative } of each(pairs)) {
      near.add(positive, Math.max(0, 0.1 + d - 1.1));
      far.add(negative, Math.max(0, 0.1 + 1.1 - d));
      activeNear.add(positive, 0.1 + d - 1.1 > 0 ? 1 : 0);
      activeFar.add(negative, 0.1 + 1.1 - d > 0 ? 1 : 0);
    }
    const share = activeNear.mean() + activeFar.mean();
    return share === 0 ? 0 : (near.mean() + far.mean()) / share;
  },

  tupletMargin: (pairs) =>
    meanOverPositives(pairs, (positive, negative) => {
      return 64 * (negative.s - Math.cos(Math.acos(positive.s) - (5.73 / 180) * Math.PI));
    }),

  vicReg: ({ z, positive }) => {
    const apart = tally();
    for (let a = 0; a < z.length; a++) {
      for (let p = 0; p < z.length; p++) apart.add(positive[a][p], squaredDistance(z[a], z[p]) / z[a].length);
    }
    let [narrow, alike] = [0, 0];
    for (let d = 0; d < z[0].length; d++) {
      narrow += Math.max(0, 1 - Math.sqrt(covariance(z, d, d) + 1e-4)) / z[0].length;
      for (let e = 0; e < z[0].length; e++) if (d !== e) alike += covariance(z, d, e) ** 2 / z[0].length;
    }
    return 25 * apart.mean() + 25 * narrow + 2 * alike;
  },
} satisfies Record<keyof typeof pairLosses, (pairs: Pairs) => number>;

/** The pair that an anchor forms with another. */
type Pair = { readonly s: number; readonly d: number; readonly positive: number; readonly negative: number };

function of({ s, positive, negative }: Pairs, a: number): Pair[] {
  return s[a].map((cosine, o) => {
    return { s: cosine, d: Math.sqrt(Math.max(0, 2 - 2 * cosine)), positive: positive[a][o], negative: negative[a][o] };
  });
}

function each(pairs: Pairs): Pair[] {
  return pairs.s.flatMap((_, a) => of(pairs, a));
}

type Anchor = { readonly others: readonly Pair[]; readonly mostPositive: number; readonly mostNegative: number };

/** The mean over anchors of a loss, by the weight that is told with it. */
function overAnchors(pairs: Pairs, weightAndLoss: (anchor: Anchor) => readonly [weight: number, loss: number]): number {
  const losses = tally();
  for (let a = 0; a < pairs.s.length; a++) {
    const others = of(pairs, a);
    const mostPositive = Math.max(...others.map(({ positive }) => positive));
    const mostNegative = Math.max(...others.map(({ negative }) => negative));
    losses.add(...weightAndLoss({ others, mostPositive, mostNegative }));
  }
  return losses.mean();
}

/** The mean over positive pairs of log(1 + sum over the anchor's negatives of e^exponent). */
function meanOverPositives(pairs: Pairs, exponent: (positive: Pair, negative: Pair) => number): number {
  const losses = tally();
  for (let a = 0; a < pairs.s.length; a++) {
    for (const positive of of(pairs, a).filter(({ positive }) => positive > 0)) {
      let total = 1;
      for (const other of of(pairs, a)) {
        if (other.negative > 0) total += other.negative * Math.exp(exponent(positive, other));
      }
      losses.add(positive.positive, Math.log(total));
    }
  }
  return losses.mean();
}

/** A weighted mean in the making; 0 where nothing has weight. */
function tally() {
  let [above, below] = [0, 0];
  return {
    add: (weight: number, value: number) => {
      if (weight === 0) return;
      above += weight * value;
      below += weight;
    },
    mean: () => (below > 0 ? above / below : 0),
  };
}

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, d) => sum + (x - b[d]) ** 2, 0);
}

/** Of two columns, unbiased. */
function covariance(rows: Matrix, d: number, e: number): number {
  const mean = (column: number) => rows.reduce((sum, row) => sum + row[column], 0) / rows.length;
  const [meanD, meanE] = [mean(d), mean(e)];
  return rows.reduce((sum, row) => sum + (row[d] - meanD) * (row[e] - meanE), 0) / (rows.length - 1);
}
