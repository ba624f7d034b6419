import * as v from 'valibot';
import { type Matrix, row } from '../../base/matrix.ts';
import { finiteNumber, positiveInteger } from '../../base/schema.ts';
import { membersByValue } from '../../data/members-by-value.ts';
import type { Value } from '../../graph/value.ts';
import { mean } from '../../metrics/mean.ts';
import { classMeans } from '../class-means.ts';
import type { Enrolled, Matcher, ScoreInputs } from './matcher.ts';
import { meansOfNearest } from './neighbours.ts';

/** How a class of few pictures is compared with one of many. */
export type BalancedOptions = {
  /**
   * The number of pairs that the common cohesion counts as. Too few: chance decides the centre of a class of two
   * pictures. Too many: the classes' own cohesion does not count.
   */
  readonly k: number;
  /** Mean cosine between two pictures of one class, over classes. Absent: 0.5, half way between unlike and the same. */
  readonly cohesion?: number;
  /** Share of the nearest picture in a score, 0..1. More helps classes of several looks that have many pictures. */
  readonly nearest?: number;
};

const usualCohesion = 0.5;

/** Cosines between pictures of a class count as at least this, so that a class without cohesion doesn't win all. */
const leastCohesion = 0.05;

/**
 * The similarity to the class's centre, blended with that to its nearest picture. It is fair to classes of any size.
 * q . m is the mean cosine with the pictures of a class; its expectation is the same for 1 picture and for 100. Divided
 * by the length of the class's true mean it is the cosine with that mean. |m| is too long where pictures are few, so
 * the length is estimated: from pairs without bias, p = (n |m|^2 - 1) / (n - 1), then by empirical Bayes (James and
 * Stein 1961), r^2 = ((n - 1) p + k cohesion) / (n - 1 + k). The prototypes are m / r. Scores are in -1..1.
 */
export const balanced: Matcher<BalancedOptions> = {
  options: v.object({
    k: positiveInteger,
    cohesion: v.exactOptional(finiteNumber),
    nearest: v.exactOptional(finiteNumber),
  }),
  candidates: [
    { k: 2, nearest: 0 },
    { k: 2, nearest: 0.3 },
    { k: 2, nearest: 0.5 },
    { k: 5, nearest: 0.3 },
  ],
  inWords: ({ nearest }) => `by the centre ${nearest ? 'and the nearest ' : ''}of each class`,
  fitted(options, enrolled) {
    const cohesion = cohesionOf(enrolled);
    return cohesion === null ? options : { ...options, cohesion };
  },
  prototypes: centresOf,
  scorer:
    ({ nearest = 0 }, { labels, classes, prototypes }, product) =>
    async (queries, similarities) => {
      const scores = await product(queries, prototypes);
      const near = nearest > 0 ? meansOfNearest(similarities, { labels, classes, k: 1 }) : scores;
      for (let i = 0; i < scores.data.length; i++) {
        scores.data[i] = (1 - nearest) * bounded(scores.data[i]) + nearest * near.data[i];
      }
      return scores;
    },
  toGraph({ nearest = 0 }, inputs) {
    const { ops, toPrototypes } = inputs;
    const centred = ops.div(toPrototypes, ops.pow(ops.add(ops.pow(toPrototypes, 8), 1), 1 / 8));
    if (nearest === 0) return { similarities: centred };
    return { similarities: ops.add(ops.mul(centred, 1 - nearest), ops.mul(nearestOfClasses(inputs), nearest)) };
  },
};

/** The largest similarity to a vector of each class, [Q, C]. Indices repeat, as every class needs equally many. */
function nearestOfClasses({ ops, similarities, labels, classes }: ScoreInputs): Value {
  const members = membersByValue(labels);
  const most = [...members.values()].reduce((largest, { length }) => Math.max(largest, length), 0);
  const places = Array.from({ length: classes * most }, (_, i) => {
    const own = members.get(Math.floor(i / most)) ?? [];
    return own[(i % most) % own.length];
  });
  const indices = similarities.graph.constant(places, { type: 'int64', shape: [classes, most] });
  return ops.max(ops.gather(similarities, indices, 1), -1);
}

/** The mean cosine between two pictures of one class, over the classes that have two; null where none has. */
function cohesionOf({ vectors, labels, classes }: Enrolled): number | null {
  const counts = countsOf(labels, classes);
  const means = classMeans(vectors, labels, classes);
  const cosines = [...counts.keys()].flatMap((c) => (counts[c] > 1 ? [pairCosine(row(means, c), counts[c])] : []));
  return cosines.length === 0 ? null : mean(cosines);
}

/** Class means over the estimated lengths of the true ones, [C, E]. */
function centresOf({ k, cohesion = usualCohesion }: BalancedOptions, { vectors, labels, classes }: Enrolled): Matrix {
  const counts = countsOf(labels, classes);
  const centres = classMeans(vectors, labels, classes);
  for (let c = 0; c < classes; c++) {
    const centre = row(centres, c);
    const others = Math.max(0, counts[c] - 1);
    const own = others > 0 ? pairCosine(centre, counts[c]) : 0;
    const estimate = (others * own + k * cohesion) / (others + k);
    const length = Math.sqrt(Math.max(estimate, leastCohesion));
    for (let j = 0; j < centre.length; j++) centre[j] /= length;
  }
  return centres;
}

/** The mean cosine between two of `count` > 1 unit vectors, from their mean. A vector is not paired with itself. */
function pairCosine(centre: Float32Array, count: number): number {
  let squares = 0;
  for (let j = 0; j < centre.length; j++) squares += centre[j] * centre[j];
  return (count * squares - 1) / (count - 1);
}

function countsOf(labels: Int32Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label]++;
  return counts;
}

/** Brings an estimated cosine into -1..1. Order stays, and values up to 0.7 hardly change. */
function bounded(cosine: number): number {
  return cosine / (1 + cosine ** 8) ** (1 / 8);
}
