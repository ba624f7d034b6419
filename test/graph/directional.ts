import { type Random, random } from '../../src/base/random.ts';
import { differentiate } from '../../src/graph/differentiate.ts';
import { Graph } from '../../src/graph/graph.ts';
import { add, cast, div, mul, sqrt, square, sub, sum } from '../../src/graph/ops.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import { type ElementType, elementCount, sizes, type Value } from '../../src/graph/value.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import type { Case, Domain } from './cases/case.ts';

/**
 * |<grad f, v> - (f(x + e v) - f(x - e v)) / 2e|, relative to the size of <grad f, v>'s terms, at random x and v.
 * f is what the case calls, summed with random weights; all is computed inside one graph, in the case's
 * type.
 */
export async function directionalError({ inputs, call, ...options }: Case, seed: number): Promise<number> {
  const type: ElementType = options.type ?? 'float64';
  const draw = random(seed, 'directional');
  const g = new Graph();
  const points = inputs.map(({ shape }, i) => cast(g.input(`x${i}`, 'float32', shape), type));
  const ways = inputs.map(({ shape }, i) => cast(g.input(`v${i}`, 'float32', shape), type));
  const y = call(points);
  const weights = g.constant(numbers(draw, elementCount(y.shape), 'any'), { shape: sizes(y.shape), type });
  const weighted = (result: Value) => sum(mul(result, weights));
  const step = type === 'float64' ? 1e-5 : 1e-2;
  const at = (sign: number) => weighted(call(points.map((x, i) => add(x, mul(ways[i], sign * step)))));
  const difference = div(sub(at(1), at(-1)), 2 * step);
  const terms = differentiate(weighted(y), points).map((gradient, i) => mul(gradient, ways[i]));
  const derivative = terms.map((term) => sum(term)).reduce((a, b) => add(a, b));
  const size = terms.map((term) => sum(square(term))).reduce((a, b) => add(a, b));
  const error = div(sqrt(square(sub(derivative, difference))), add(sqrt(size), 1e-4));
  const session = await nodeRuntime.load(toOnnx({ error: cast(error, 'float32') }), { threads: 1 });
  const feeds = inputs.flatMap(({ shape, domain }, i) => [
    [`x${i}`, floatTensor(numbers(draw, elementCount(shape), domain), shape)],
    [`v${i}`, floatTensor(numbers(draw, elementCount(shape), 'any'), shape)],
  ]);
  const result = await session.run(Object.fromEntries(feeds));
  await session.dispose();
  return floats(result.error)[0];
}

function numbers(draw: Random, count: number, domain: Domain): Float32Array {
  // Spaced: no two alike, and none near 0, -0.5 or 0.7, where the operators under test have kinks.
  const spaced = draw.shuffle(Array.from({ length: count }, (_, i) => (i - count / 2 + 0.3) * 0.093));
  return Float32Array.from({ length: count }, (_, i) => {
    if (domain === 'spaced') return spaced[i];
    return domain === 'positive' ? 0.5 + 2 * draw.uniform() : 2 * draw.uniform() - 1;
  });
}
