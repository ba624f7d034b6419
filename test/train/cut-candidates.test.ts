import { describe, expect, test } from 'vitest';
import { Graph } from '../../src/graph/graph.ts';
import { conv } from '../../src/graph/neural.ts';
import { add, mean, relu } from '../../src/graph/ops.ts';
import type { Value } from '../../src/graph/value.ts';
import { cutCandidates } from '../../src/train/cost/cut-candidates.ts';

describe('cut candidates', () => {
  test('the ends of blocks, not what a skip goes around, and not what is much larger than an earlier one', () => {
    const g = new Graph();
    const input = g.input('images', 'float32', ['N', 3, 8, 8]);
    const stem = relu(filter(g, input, 4));
    const block = add(stem, filter(g, relu(filter(g, stem, 16)), 4));
    const wide = filter(g, block, 16);
    const narrow = relu(filter(g, wide, 5));
    const features = mean(filter(g, narrow, 8), [2, 3]);
    const found = cutCandidates({ graph: g, input, output: features });
    expect(found.map(({ value }) => value.name)).toEqual([stem, block, narrow].map(({ name }) => name));
    expect(found.map(({ size }) => size)).toEqual([256, 256, 320]);
    const whole = 64 * (3 * 4 + 2 * 4 * 16 + 4 * 16 + 16 * 5 + 5 * 8);
    expect(found.map(({ trunk, tail }) => trunk + tail)).toEqual([whole, whole, whole]);
    expect(found[0].trunk).toBe(64 * 3 * 4);
  });

  test('constants that are computed on the way do not count as paths', () => {
    const g = new Graph();
    const input = g.input('images', 'float32', [1, 3, 4, 4]);
    const stem = filter(g, input, 4);
    const offset = relu(g.constant([1, 2, 3, 4], { shape: [4, 1, 1] }));
    const output = mean(filter(g, add(stem, offset), 4), [2, 3]);
    expect(cutCandidates({ graph: g, input, output })).toHaveLength(1);
  });
});

/** A convolution of one pixel. */
function filter(g: Graph, x: Value, channels: number): Value {
  const shape = [channels, Number(x.shape[1]), 1, 1];
  return conv(x, g.weight(g.freshName('weights'), new Float32Array(shape[0] * shape[1]), shape));
}
