import { random } from '../../base/random.ts';
import { type ClassOrder, classSizes } from './class-order.ts';
import { cumulativeSums, drawWeighted } from './cumulative-sums.ts';

/** Pairs of positions in a class order: pair i joins `first[i]` and `second[i]`. */
export type Pairs = { readonly first: Int32Array; readonly second: Int32Array };

/** Options of sampling pairs. */
export type SamplingOptions = {
  readonly seed?: number;
  /** Largest number of pairs to draw. Fewer save time and blur what depends on few of them, such as rare errors. */
  readonly most?: number;
};

/** Every pair of one class, once; if there are more than `most`, as many drawn uniformly with replacement. */
export function samePairs(order: ClassOrder, { seed = 0, most = 2 ** 18 }: SamplingOptions = {}): Pairs {
  const { starts } = order;
  const ends = cumulativeSums(Float64Array.from(classSizes(order), (size) => (size * (size - 1)) / 2));
  const total = ends[ends.length - 1];
  if (total <= most)
    return pairsOf(
      allPairs(order, (first) => [first + 1, starts[order.classOf[first] + 1]]),
      total,
    );
  const stream = random(seed, 'same pairs');
  const draw = () => {
    const c = drawWeighted(ends, stream);
    const size = starts[c + 1] - starts[c];
    const first = stream.integer(size);
    const second = stream.integer(size - 1);
    return [starts[c] + first, starts[c] + (second < first ? second : second + 1)] as const;
  };
  return pairsOf(repeated(draw, most), most);
}

/** Every pair of two classes, once; if there are more than `most`, as many drawn uniformly with replacement. */
export function differentPairs(order: ClassOrder, { seed = 0, most = 2 ** 19 }: SamplingOptions = {}): Pairs {
  const { starts, classOf, rows } = order;
  const sizes = classSizes(order);
  const ends = cumulativeSums(Float64Array.from(sizes, (size) => size * (rows.length - size)));
  const total = ends[ends.length - 1] / 2;
  if (total <= most)
    return pairsOf(
      allPairs(order, (first) => [starts[classOf[first] + 1], rows.length]),
      total,
    );
  const stream = random(seed, 'different pairs');
  const draw = () => {
    const c = drawWeighted(ends, stream);
    const other = stream.integer(rows.length - sizes[c]);
    return [starts[c] + stream.integer(sizes[c]), other < starts[c] ? other : other + sizes[c]] as const;
  };
  return pairsOf(repeated(draw, most), most);
}

function* allPairs(
  { rows }: ClassOrder,
  seconds: (first: number) => readonly [from: number, to: number],
): Generator<readonly [number, number]> {
  for (let first = 0; first < rows.length; first++) {
    const [from, to] = seconds(first);
    for (let second = from; second < to; second++) yield [first, second];
  }
}

function* repeated<T>(draw: () => T, count: number): Generator<T> {
  for (let i = 0; i < count; i++) yield draw();
}

function pairsOf(pairs: Iterable<readonly [number, number]>, count: number): Pairs {
  const result = { first: new Int32Array(count), second: new Int32Array(count) };
  let at = 0;
  for (const [first, second] of pairs) {
    result.first[at] = first;
    result.second[at] = second;
    at++;
  }
  return result;
}
