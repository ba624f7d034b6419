import { Graph } from './graph.ts';
import type { Network } from './network.ts';
import { replay } from './replay.ts';
import { sizes, type Value } from './value.ts';

/**
 * The same network with other numbers, by the names of its weights; those that are not given stay. It has a graph of
 * its own, so that what is written from it (toOnnx) is what was learned.
 */
export function withWeights(network: Network, numbers: Readonly<Record<string, Float32Array>>): Network {
  const graph = new Graph();
  const input = graph.input(network.input.name, network.input.type, network.input.shape);
  const weights = network.graph.weights.map(({ name, data, shape }): [string, Value] => [
    name,
    graph.weight(name, numbers[name] ?? Float32Array.from(data ?? []), sizes(shape)),
  ]);
  const [output] = replay([network.output], new Map([[network.input.name, input], ...weights]));
  return { graph, input, output };
}
