import { mul } from '../../src/graph/ops.ts';
import { sizes, type Value } from '../../src/graph/value.ts';
import type { Comparisons } from '../../src/losses/comparisons.ts';
import { initialNumbers } from '../../src/steps/parameter.ts';
import type { Batch, Subject } from './subject.ts';

type Rows = readonly (readonly number[])[];

/** A batch in plain numbers, as a definition sees it. */
export type NaiveBatch = {
  /** Embeddings, or logits, row by row: [B][D]. */
  readonly z: Rows;
  readonly labels: readonly number[];
  /** Cosines, [B][B]. */
  readonly s: Rows;
  /** How much each pair counts, as the same and as different: [B][B]. */
  readonly positive: Rows;
  readonly negative: Rows;
  /** The loss's own weights where training begins, by their names. */
  readonly weights: Readonly<Record<string, Rows>>;
};

/** What the weights of pairs are multiplied by, row-major [B, B]. */
export type PairWeights = { readonly positive: readonly number[]; readonly negative: readonly number[] };

/** The same in plain numbers, with embeddings as float32 holds them. */
export function naiveBatch({ embeddings, labels }: Batch, pairs: PairWeights, { parameters }: Subject): NaiveBatch {
  const z = embeddings.map((row) => row.map(Math.fround));
  const unit = z.map((row) => row.map((x) => x / Math.hypot(...row)));
  const weight = (kind: keyof PairWeights, counts: (a: number, o: number) => boolean) =>
    labels.map((_, a) => labels.map((_, o) => (counts(a, o) ? pairs[kind][a * labels.length + o] : 0)));
  const own = parameters.map((each) => [each.name, rowsOf(initialNumbers(each), each.shape[each.shape.length - 1])]);
  return {
    z,
    labels,
    s: unit.map((a) => unit.map((o) => a.reduce((sum, x, d) => sum + x * o[d], 0))),
    positive: weight('positive', (a, o) => a !== o && labels[a] === labels[o]),
    negative: weight('negative', (a, o) => labels[a] !== labels[o]),
    weights: Object.fromEntries(own),
  };
}

/** Gives every pair of a batch another weight, as a miner would. */
export function weighing({ positive, negative }: PairWeights): (comparisons: Comparisons) => Comparisons {
  return (comparisons) => {
    const times = (value: Value, weights: readonly number[]) =>
      mul(value, value.graph.constant(weights, { shape: sizes(value.shape), type: value.type }));
    const { positive: p, negative: n } = comparisons;
    return { ...comparisons, positive: times(p, positive), negative: times(n, negative) };
  };
}

function rowsOf(numbers: Float32Array, width: number): number[][] {
  return Array.from({ length: numbers.length / width }, (_, i) => [...numbers.slice(i * width, (i + 1) * width)]);
}
