import type { tripletLosses } from '../../src/losses/triplet/catalogue.ts';
import type { TripletMarginOptions } from '../../src/losses/triplet/triplet-margin.ts';
import { distance, meanOf, type WeightedBatch } from './weighted-batch.ts';

/** Every loss on triplets with its defaults, triplet by triplet. */
export const tripletDefinitions = {
  tripletMargin: (batch: WeightedBatch) => naiveTripletMargin(batch),
  angular: naiveAngular,
  dynamicSoftMargin: (batch: WeightedBatch) => {
    const d = batch.s.map((row) => row.map(distance));
    const triplets = ofTriplets(batch, (a, p, n) => d[a][p] - d[a][n]);
    const place = (x: number) => (x + 2) * 2.5;
    const share = (x: number, r: number) => Math.max(0, 1 - Math.abs(place(x) - r));
    const histogram = Array.from({ length: 11 }, (_, r) => meanOf(triplets.map(([x, w]) => [share(x, r), w])));
    const cdf = (x: number) => histogram.slice(0, Math.floor(place(x)) + 1).reduce((sum, h) => sum + h, 0);
    return meanOf(triplets.map(([x, w]) => [cdf(x) * x, w]));
  },
} satisfies Record<keyof typeof tripletLosses, unknown>;

/** Of every triplet a value and how much it counts: the product of its positive's weight and its negative's. */
function ofTriplets({ s, positive, negative }: WeightedBatch, value: (a: number, p: number, n: number) => number) {
  const triplets: [value: number, weight: number][] = [];
  for (let a = 0; a < s.length; a++) {
    for (let p = 0; p < s.length; p++) {
      for (let n = 0; n < s.length; n++) triplets.push([value(a, p, n), positive[a][p] * negative[a][n]]);
    }
  }
  return triplets;
}

/** With these options. */
export function naiveTripletMargin(
  batch: WeightedBatch,
  { margin = 0.1, soft = false, swap = false }: TripletMarginOptions = {},
) {
  const d = batch.s.map((row) => row.map(distance));
  const values = ofTriplets(batch, (a, p, n) => {
    const violation = d[a][p] - (swap ? Math.min(d[a][n], d[p][n]) : d[a][n]) + margin;
    return soft ? Math.log1p(Math.exp(violation)) : Math.max(0, violation);
  });
  return meanOf(values.filter(([value]) => value > 0));
}

/** The mean over positive pairs of log(1 + sum_n e^f). */
function naiveAngular({ s, positive, negative }: WeightedBatch) {
  const t = Math.tan((40 * Math.PI) / 180) ** 2;
  const pairs: [value: number, weight: number][] = [];
  for (let a = 0; a < s.length; a++) {
    for (let p = 0; p < s.length; p++) {
      let sum = 0;
      for (let n = 0; n < s.length; n++) {
        sum += negative[a][n] * Math.exp(4 * t * (s[a][n] + s[p][n]) - 2 * (1 + t) * s[a][p]);
      }
      pairs.push([Math.log(1 + sum), positive[a][p]]);
    }
  }
  return meanOf(pairs);
}
