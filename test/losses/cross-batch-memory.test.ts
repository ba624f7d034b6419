import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { Graph } from '../../src/graph/graph.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import { compared, relationsByLabels } from '../../src/losses/comparisons.ts';
import { crossBatchMemory } from '../../src/losses/cross-batch-memory.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import type { Tensor } from '../../src/runtime/runtime.ts';
import { floats, floatTensor, indexTensor } from '../../src/runtime/tensors.ts';
import { initialNumbers } from '../../src/steps/parameter.ts';

const dimensions = 3;

type Batch = { readonly rows: number[][]; readonly labels: number[] };

/** What one batch is compared with, step after step. */
async function recalledOver(batches: readonly Batch[], size: number) {
  const g = new Graph();
  const memory = crossBatchMemory({ dimensions, size });
  const count = batches[0].labels.length;
  const embeddings = g.input('batch', 'float32', [count, dimensions]);
  const labels = g.input('labels', 'int64', [count]);
  const state = Object.fromEntries(memory.statistics.map(({ name, shape }) => [name, g.input(name, 'float32', shape)]));
  const { comparisons, statistics } = memory.recall(compared(embeddings, relationsByLabels(labels)), labels, state);
  const { similarities, positive, negative, others } = comparisons;
  const next = Object.fromEntries(Object.entries(statistics).map(([name, value]) => [`next/${name}`, value]));
  const outputs = {
    ...next,
    similarities,
    positive,
    negative,
    others,
  };
  const session = await nodeRuntime.load(toOnnx(outputs), { threads: 1 });
  let carried: Record<string, Tensor> = Object.fromEntries(
    memory.statistics.map((each) => [each.name, floatTensor(initialNumbers(each), each.shape)]),
  );
  const steps = [];
  for (const { rows, labels } of batches) {
    const feeds = {
      batch: floatTensor(Float32Array.from(rows.flat()), [count, dimensions]),
      labels: indexTensor(labels),
    };
    const results = await session.run({ ...feeds, ...carried });
    carried = Object.fromEntries(memory.statistics.map(({ name }) => [name, results[`next/${name}`]]));
    steps.push(results);
  }
  await session.dispose();
  return { steps, mostPositives: comparisons.mostPositives };
}

function batchesOf(seed: number): { readonly batches: Batch[]; readonly size: number } {
  const draw = random(seed, 'memory');
  const count = 1 + draw.integer(4);
  const batch = () => ({
    rows: Array.from({ length: count }, () => Array.from({ length: dimensions }, draw.normal)),
    labels: Array.from({ length: count }, () => draw.integer(3)),
  });
  return { size: 1 + draw.integer(8), batches: Array.from({ length: 5 }, batch) };
}

const unit = (row: readonly number[]) => row.map((value) => value / Math.hypot(...row));
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((total, value, i) => total + value * b[i], 0);

/** A ring buffer: of every anchor its pairs with the embeddings in it, as sorted [cosine, positive, negative]. */
function naiveRing(batches: readonly Batch[], size: number): number[][][][] {
  const ring: ({ row: number[]; label: number } | null)[] = Array(size).fill(null);
  let next = 0;
  return batches.map(({ rows, labels }) => {
    const pairs = rows.map((row, i) =>
      ring.flatMap((slot) => {
        if (!slot) return [];
        return [[dot(unit(row), slot.row), slot.label === labels[i] ? 1 : 0, slot.label === labels[i] ? 0 : 1]];
      }),
    );
    for (const i of rows.keys()) {
      ring[next] = { row: unit(rows[i]), label: labels[i] };
      next = (next + 1) % size;
    }
    return pairs.map(sorted);
  });
}

const sorted = (pairs: number[][]) => pairs.toSorted((a, b) => a[0] - b[0]);

describe('crossBatchMemory', () => {
  it('compares with the last embeddings, as a ring that is written slot by slot has them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const { batches, size } = batchesOf(seed);
        const { steps } = await recalledOver(batches, size);
        const expected = naiveRing(batches, size);
        steps.forEach(({ similarities, positive, negative }, step) => {
          const count = batches[0].labels.length;
          for (let anchor = 0; anchor < count; anchor++) {
            const pairs = Array.from({ length: size }, (_, slot) => {
              const at = anchor * (count + size) + count + slot;
              return [similarities, positive, negative].map((table) => floats(table)[at]);
            });
            const known = sorted(pairs.filter(([, same, different]) => same + different > 0));
            expect(known.length).toBe(expected[step][anchor].length);
            known.forEach((pair, i) => {
              expect(pair[0]).toBeCloseTo(expected[step][anchor][i][0], 5);
              expect(pair.slice(1)).toEqual(expected[step][anchor][i].slice(1));
            });
          }
        });
      }),
      { numRuns: 25 },
    );
  });

  it('compares a batch with itself as without a memory, before what is remembered', async () => {
    const { batches } = batchesOf(4);
    const { steps } = await recalledOver(batches, 5);
    const count = batches[0].labels.length;
    steps.forEach(({ similarities, positive }, step) => {
      const { rows, labels } = batches[step];
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < count; j++) {
          const at = i * (count + 5) + j;
          expect(floats(similarities)[at]).toBeCloseTo(dot(unit(rows[i]), unit(rows[j])), 5);
          expect(floats(positive)[at]).toBe(i !== j && labels[i] === labels[j] ? 1 : 0);
        }
      }
    });
  });

  it('lets no anchor have more positives than it says, of unit length all', async () => {
    const { batches, size } = batchesOf(2);
    const oneClass = batches.map(({ rows }) => ({ rows, labels: rows.map(() => 1) }));
    const { steps, mostPositives } = await recalledOver(oneClass, size);
    const last = steps[steps.length - 1];
    const columns = batches[0].labels.length + size;
    expect(
      floats(last.positive)
        .slice(0, columns)
        .reduce((a, b) => a + b),
    ).toBeLessThanOrEqual(mostPositives);
    const others = floats(last.others);
    for (let i = 0; i < columns; i++) {
      expect(Math.hypot(...others.slice(i * dimensions, (i + 1) * dimensions))).toBeCloseTo(1, 5);
    }
  });
});
