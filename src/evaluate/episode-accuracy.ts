import { DiscernError } from '../base/error.ts';
import { counted } from '../base/figures.ts';
import { dot, type Matrix, matrix, normalise, row } from '../base/matrix.ts';
import { type Random, random } from '../base/random.ts';
import type { Interval } from '../metrics/interval.ts';
import { mean } from '../metrics/mean.ts';
import { type ClassOrder, classOrder, classSizes } from './embedding/class-order.ts';

/** Options of few-shot episodes. */
export type EpisodeOptions = {
  /** Classes of an episode (N-way). More make it harder. */
  readonly ways?: number;
  /** Labelled pictures of each class (K-shot). More make it easier. */
  readonly shots?: number;
  /** Query pictures of each class. More reduce the noise of one episode; more episodes reduce it better. */
  readonly queries?: number;
  /** Number of episodes: 600 is customary. The interval narrows with its square root. */
  readonly episodes?: number;
  readonly seed?: number;
  /**
   * [N], for instance alphabets: all classes of an episode come from one group, drawn uniformly. The first row of a
   * class gives its group.
   */
  readonly groups?: ArrayLike<string | number>;
};

/** Accuracy over few-shot episodes. */
export type EpisodeAccuracy = {
  /** Mean over the episodes of the share of queries named rightly, 0..1. */
  readonly accuracy: number;
  /**
   * 95 % interval, mean +- 1.96 standard errors over the episodes, as papers report it. It holds for more episodes of
   * these classes, not for other classes.
   */
  readonly interval: Interval;
  readonly episodes: number;
  /** Classes that have enough pictures to be drawn. */
  readonly classes: number;
};

/**
 * N-way K-shot accuracy by the nearest prototype (Snell et al. 2017). `vectors`: [N, D], unit rows, with `labels`: [N].
 * Each seeded episode draws classes, and of each class `shots` pictures, whose mean direction is the prototype, and
 * `queries` others. A query is right if the prototype of its class has the largest cosine; a tie counts as wrong.
 * Classes with fewer than `shots` + `queries` pictures are left out. Throws `too-few` if no group has `ways` classes
 * left.
 */
export function episodeAccuracy(
  vectors: Matrix,
  labels: ArrayLike<string | number>,
  { ways = 5, shots = 1, queries = 15, episodes = 600, seed = 0, groups }: EpisodeOptions = {},
): EpisodeAccuracy {
  const order = classOrder(labels);
  const pools = drawable(order, shots + queries, groups).filter((pool) => pool.length >= ways);
  if (pools.length === 0) throw tooFew(ways, shots + queries);
  const stream = random(seed, 'episodes');
  const shares = Float64Array.from({ length: episodes }, () => {
    const classes = drawn(pools[stream.integer(pools.length)], ways, stream);
    return shareRight(
      vectors,
      classes.map((c) => drawn(rowsOf(order, c), shots + queries, stream)),
      shots,
    );
  });
  const accuracy = mean(shares);
  const half = 1.959963984540054 * standardError(shares, accuracy);
  const interval: Interval = [Math.max(0, accuracy - half), Math.min(1, accuracy + half)];
  return { accuracy, interval, episodes, classes: pools.flat().length };
}

/** Classes with at least `pictures` pictures, in one list for each group. */
function drawable(order: ClassOrder, pictures: number, groups: EpisodeOptions['groups']): number[][] {
  const pools = new Map<string | number, number[]>();
  classSizes(order).forEach((size, c) => {
    const group = groups?.[order.rows[order.starts[c]]] ?? '';
    if (size >= pictures) pools.set(group, [...(pools.get(group) ?? []), c]);
  });
  return [...pools.values()];
}

function rowsOf({ rows, starts }: ClassOrder, c: number): number[] {
  return Array.from(rows.subarray(starts[c], starts[c + 1]));
}

/** Draws `count` different items: the first steps of a Fisher-Yates shuffle. */
function drawn<T>(items: readonly T[], count: number, stream: Random): T[] {
  const left = [...items];
  for (let i = 0; i < count; i++) {
    const other = i + stream.integer(left.length - i);
    [left[i], left[other]] = [left[other], left[i]];
  }
  return left.slice(0, count);
}

/** `members`: the rows of each class; the first `shots` of them give its prototype. */
function shareRight(vectors: Matrix, members: readonly (readonly number[])[], shots: number): number {
  const prototypes = members.map((rows) => meanDirection(vectors, rows.slice(0, shots)));
  const right = members.flatMap((rows, c) =>
    rows.slice(shots).map((i) => (isNearest(row(vectors, i), prototypes, c) ? 1 : 0)),
  );
  return mean(right);
}

function meanDirection(vectors: Matrix, rows: readonly number[]): Float32Array {
  const { data } = matrix(1, vectors.columns);
  for (const i of rows)
    row(vectors, i).forEach((value, j) => {
      data[j] += value;
    });
  return normalise(data);
}

function isNearest(vector: Float32Array, prototypes: readonly Float32Array[], own: number): boolean {
  const cosine = dot(vector, prototypes[own]);
  return prototypes.every((prototype, c) => c === own || dot(vector, prototype) < cosine);
}

function standardError(values: Float64Array, centre: number): number {
  const squares = values.map((value) => (value - centre) ** 2);
  return Math.sqrt(mean(squares) / Math.max(1, values.length - 1));
}

function tooFew(ways: number, pictures: number): DiscernError {
  return new DiscernError('too-few', 'too few classes for such episodes', {
    given: `fewer than ${counted(ways, 'class', 'classes')} with ${counted(pictures, 'picture')} or more`,
    expected: `${counted(ways, 'class', 'classes')} of one group, each with ${counted(pictures, 'picture')} to draw`,
    todo: 'ask for fewer ways, shots or queries',
  });
}
