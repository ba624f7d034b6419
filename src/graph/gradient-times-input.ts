import { differentiate } from './differentiate.ts';
import { frozenFactors } from './frozen-factors.ts';
import { Graph } from './graph.ts';
import type { Network } from './network.ts';
import { mul, sum } from './ops.ts';
import { toOnnx } from './proto/to-onnx.ts';
import { replay } from './replay.ts';
import { sizes, type Value } from './value.ts';

/**
 * The bytes of an ONNX graph that says how much each number of a network's tensor `from` contributes to a linear
 * function of the output: `contributions` = gradient of (output . direction), times `from` (HiResCAM; Draelos and Carin
 * 2020). Inputs: `map` and `fixed`, both the tensor's numbers, and `direction`, of the output's shape. Scales are
 * constants: see frozenFactors. For one picture; where the part after `from` is linear, the contributions add up to
 * output . direction without its biases. Throws what differentiate throws.
 */
export function gradientTimesInput({ graph, output }: Pick<Network, 'graph' | 'output'>, from: Value): Uint8Array {
  const g = new Graph();
  const shape = sizes(from.shape);
  const map = g.input('map', 'float32', shape);
  const rewrite = frozenFactors(graph, from, g.input('fixed', 'float32', shape));
  const direction = g.input('direction', 'float32', sizes(output.shape));
  const [result] = replay([output], new Map([[from.name, map]]), { rewrite });
  const [gradient] = differentiate(sum(mul(result, direction)), [map]);
  return toOnnx({ contributions: mul(gradient, map) });
}
