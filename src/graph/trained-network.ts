import { Graph } from './graph.ts';
import type { Network } from './network.ts';
import { replay } from './replay.ts';
import { sizes, type Value } from './value.ts';

/** A tensor's numbers, row-major. */
type Numbers = { readonly data: Float32Array };

/**
 * A copy of a network with other numbers, by the names of its weights; weights that are not given keep theirs. It has a
 * graph of its own, so that toOnnx writes the trained numbers.
 */
export function trainedNetwork(network: Network, numbers: Readonly<Record<string, Numbers>>): Network {
  const graph = new Graph();
  const input = graph.input(network.input.name, network.input.type, network.input.shape);
  const weights = network.graph.weights.map(({ name, data, shape }): [string, Value] => [
    name,
    graph.weight(name, numbers[name]?.data ?? Float32Array.from(data ?? []), sizes(shape)),
  ]);
  const [output] = replay([network.output], new Map([[network.input.name, input], ...weights]));
  return { graph, input, output };
}
