import { random } from '../../src/base/random.ts';
import { differentiate } from '../../src/graph/differentiate.ts';
import { Graph } from '../../src/graph/graph.ts';
import { add, concat, matMul, mul, normalised, sum, transpose } from '../../src/graph/ops.ts';
import type { Value } from '../../src/graph/value.ts';
import { type Comparisons, compared, relationsByLabels } from '../../src/losses/comparisons.ts';
import type { Miner } from '../../src/losses/miners/miner.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import { runGraph } from '../graph/run-graph.ts';

/** A batch, and what it is compared with behind itself: rows of numbers, and who is the same. */
export type Given = {
  readonly rows: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly references?: readonly (readonly number[])[];
  readonly referenceLabels?: readonly number[];
  /** How much each pair counts, [A, O]; absent: 1. */
  readonly weights?: readonly (readonly number[])[];
  readonly drawn?: readonly (readonly number[])[];
};

/** The weights that are left, [A, O], those there were, and the gradient of what is left, [B * D]. */
export type Mined = {
  readonly positive: number[][];
  readonly negative: number[][];
  readonly mostPositives: number;
  readonly before: { readonly positive: number[][]; readonly negative: number[][] };
  readonly gradient: number[];
};

/** What a miner leaves of a batch. */
export async function mine(miner: Miner, given: Given): Promise<Mined> {
  const g = new Graph();
  const embeddings = g.input('embeddings', 'float32', [given.rows.length, given.rows[0].length]);
  const comparisons = comparisonsOf(embeddings, given);
  const [anchors, others] = [given.rows.length, given.labels.length + (given.referenceLabels?.length ?? 0)];
  const drawn = miner.draws ? constant(g, given.drawn ?? numbers(1, anchors, others)) : null;
  const mined = miner.mine(comparisons, drawn);
  const [gradient] = differentiate(add(sum(mined.positive), sum(mined.negative)), [embeddings]);
  const results = await runGraph(
    {
      positive: mined.positive,
      negative: mined.negative,
      positiveBefore: comparisons.positive,
      negativeBefore: comparisons.negative,
      gradient,
    },
    { embeddings: floatTensor(Float32Array.from(given.rows.flat()), [anchors, given.rows[0].length]) },
  );
  const table = (name: string) => rowsOf(floats(results[name]), others);
  return {
    positive: table('positive'),
    negative: table('negative'),
    mostPositives: mined.mostPositives,
    before: { positive: table('positiveBefore'), negative: table('negativeBefore') },
    gradient: [...floats(results.gradient)],
  };
}

/** The comparisons of a batch, with its references behind its own. */
export function comparisonsOf(embeddings: Value, { labels, references, referenceLabels, weights }: Given): Comparisons {
  const { graph } = embeddings;
  const batch = compared(embeddings, relationsByLabels(graph.constant(labels, { type: 'int64' })));
  const wide = references && referenceLabels ? withReferences(batch, labels, references, referenceLabels) : batch;
  if (!weights) return wide;
  const scale = (value: Value) => mul(value, constant(graph, weights));
  return { ...wide, positive: scale(wide.positive), negative: scale(wide.negative) };
}

function withReferences(
  batch: Comparisons,
  labels: readonly number[],
  references: readonly (readonly number[])[],
  referenceLabels: readonly number[],
): Comparisons {
  const { graph } = batch.anchors;
  const remembered = normalised(constant(graph, references));
  const same = labels.map((own) => referenceLabels.map((other) => (own === other ? 1 : 0)));
  const different = same.map((row) => row.map((known) => 1 - known));
  return {
    ...batch,
    others: concat([batch.others, remembered], 0),
    similarities: concat([batch.similarities, matMul(batch.anchors, transpose(remembered))], 1),
    positive: concat([batch.positive, constant(graph, same)], 1),
    negative: concat([batch.negative, constant(graph, different)], 1),
    mostPositives: batch.mostPositives + references.length,
  };
}

/** Rows as a constant. */
export function constant(graph: Graph, rows: readonly (readonly number[])[]): Value {
  return graph.constant(Float32Array.from(rows.flat()), { shape: [rows.length, rows[0].length] });
}

/** Rows of numbers, drawn; uniform in [0, 1) where no stream is given. */
export function numbers(seed: number, rows: number, columns: number, draw = random(seed, 'drawn').uniform): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, draw));
}

/** Row-major numbers, row by row. */
export function rowsOf(flat: ArrayLike<number>, columns: number): number[][] {
  return Array.from({ length: flat.length / columns }, (_, i) =>
    Array.from(flat).slice(i * columns, (i + 1) * columns),
  );
}
