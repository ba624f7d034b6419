import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { differentiate } from '../../src/graph/differentiate.ts';
import { Graph } from '../../src/graph/graph.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import { crossEntropy } from '../../src/losses/cross-entropy.ts';
import type { LogitLoss } from '../../src/losses/loss.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import golden from '../golden/engine.json' with { type: 'json' };

/** The loss, and its gradient, of logits [B, C]. */
async function lossOf(loss: LogitLoss, logits: readonly number[], labels: readonly number[]) {
  const g = new Graph();
  const classes = logits.length / labels.length;
  const input = g.input('logits', 'float32', [labels.length, classes]);
  const value = loss.value({ logits: input, labels: g.constant(labels, { type: 'int64' }) });
  const [gradient] = differentiate(value, [input]);
  const session = await nodeRuntime.load(toOnnx({ value, gradient }), { threads: 1 });
  const results = await session.run({ logits: floatTensor(Float32Array.from(logits), [labels.length, classes]) });
  await session.dispose();
  return { value: floats(results.value)[0], gradient: [...floats(results.gradient)] };
}

/** A random batch: at most six samples of four classes, logits up to 100. */
function batch(seed: number) {
  const draw = random(seed, 'batch');
  const labels = Array.from({ length: 1 + draw.integer(6) }, () => draw.integer(4));
  return { labels, logits: labels.map(() => Array.from({ length: 4 }, () => 100 * (2 * draw.uniform() - 1))) };
}

describe('crossEntropy', () => {
  it.each(golden.crossEntropy)("is PyTorch's with smoothing $smoothing and weights $classWeights", async (expected) => {
    const classWeights = expected.classWeights && Float32Array.from(expected.classWeights);
    const loss = crossEntropy({ labelSmoothing: expected.smoothing, classWeights });
    const { value, gradient } = await lossOf(loss, expected.logits, expected.labels);
    expect(value).toBeCloseTo(expected.loss, 6);
    gradient.forEach((number, i) => {
      expect(number).toBeCloseTo(expected.gradient[i], 6);
    });
  });

  it('is what its definition says, loop by loop', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.double({ min: 0, max: 0.9, noNaN: true }), async (seed, smoothing) => {
        const { labels, logits } = batch(seed);
        const classWeights = Float32Array.of(1, 2, 0.5, 3);
        const { value } = await lossOf(
          crossEntropy({ labelSmoothing: smoothing, classWeights }),
          logits.flat(),
          labels,
        );
        const expected = naive(logits, labels, smoothing, classWeights);
        expect(Math.abs(value - expected)).toBeLessThan(1e-5 * Math.max(1, expected));
      }),
      { numRuns: 15 },
    );
  });
});

/** - sum_i sum_c w_c q_ic log p_ic / sum_i w_yi. */
function naive(logits: readonly number[][], labels: readonly number[], smoothing: number, weights: Float32Array) {
  let [above, below] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    const largest = Math.max(...logits[i]);
    const partition = logits[i].reduce((sum, z) => sum + Math.exp(z - largest), 0);
    for (let c = 0; c < logits[i].length; c++) {
      const q = (c === labels[i] ? 1 - smoothing : 0) + smoothing / logits[i].length;
      above -= weights[c] * q * (logits[i][c] - largest - Math.log(partition));
    }
    below += weights[labels[i]];
  }
  return above / below;
}
