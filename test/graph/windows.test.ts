import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Random, random } from '../../src/base/random.ts';
import { differentiate } from '../../src/graph/differentiate.ts';
import { Graph } from '../../src/graph/graph.ts';
import type { Attributes } from '../../src/graph/node.ts';
import { mul, record, sum } from '../../src/graph/ops.ts';
import { elementCount, sizes } from '../../src/graph/value.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import {
  someAveragePool,
  someConvolution,
  someMaxPool,
  someTransposedConvolution,
  type WindowNode,
} from './cases/windows.ts';
import {
  type Naive,
  type Numbers,
  naiveAveragePool,
  naiveConvolution,
  naiveMaxPool,
  naiveTransposedConvolution,
} from './naive-windows.ts';
import { runGraph } from './run-graph.ts';

type Definition = (inputs: readonly Numbers[], attributes: Attributes, dy: Numbers) => Naive;

const definitions: readonly [string, (random: Random) => WindowNode, Definition][] = [
  ['Conv', someConvolution, naiveConvolution],
  ['ConvTranspose', someTransposedConvolution, naiveTransposedConvolution],
  ['MaxPool', someMaxPool, naiveMaxPool],
  ['AveragePool', someAveragePool, naiveAveragePool],
];

describe('windows give what the naive loops give, forward and backward', () => {
  it.each(definitions)('%s', async (_, drawn, naive) => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const draw = random(seed, 'windows');
        const node = drawn(draw);
        const inputs = node.shapes.map((shape) => numbers(draw, shape));
        const { y, gradients, dy } = await inRuntime(node, inputs, draw);
        const truth = naive(inputs, node.attributes, dy);
        [y, ...gradients].forEach((tensor, i) => {
          expect(distance(tensor, [truth.y, ...truth.gradients][i])).toBeLessThan(1e-5);
        });
      }),
      { numRuns: 40 },
    );
  });
});

/** The runtime's output of the node, and its gradients where a random `dy` flows in. */
async function inRuntime({ operator, shapes, attributes }: WindowNode, inputs: readonly Numbers[], draw: Random) {
  const g = new Graph();
  const values = shapes.map((shape, i) => g.input(`x${i}`, 'float32', shape));
  const y = record(operator, values, attributes);
  const dy = numbers(draw, sizes(y.shape));
  const loss = sum(mul(y, g.input('dy', 'float32', y.shape)));
  const gradients = differentiate(loss, values);
  const feeds = Object.fromEntries(
    [...inputs, dy].map(({ data, shape }, i) => [
      i < inputs.length ? `x${i}` : 'dy',
      floatTensor(Float32Array.from(data), shape),
    ]),
  );
  const results = await runGraph({ y, ...Object.fromEntries(gradients.map((value, i) => [`d${i}`, value])) }, feeds);
  return { y: floats(results.y), gradients: gradients.map((_, i) => floats(results[`d${i}`])), dy };
}

/** Quarters from -1 to 1: exact in float32, and often equal, so that pools meet ties. */
function numbers(draw: Random, shape: readonly number[]): Numbers {
  return { data: Float64Array.from({ length: elementCount(shape) }, () => draw.integer(9) / 4 - 1), shape };
}

/** The largest difference, relative to the largest number (or 1). */
function distance(given: Float32Array, { data }: Numbers): number {
  expect(given.length).toBe(data.length);
  const size = Math.max(1, ...data.map(Math.abs));
  return Math.max(...data.map((value, i) => Math.abs(value - given[i]))) / size;
}
