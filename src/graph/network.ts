import type { Graph } from './graph.ts';
import type { Value } from './value.ts';

/**
 * A network as data: a graph whose weights are named constants (Graph.weight). An imported ONNX file and an
 * architecture with fresh weights both have this form; `replay` copies its nodes into a training step.
 */
export type Network = {
  readonly graph: Graph;
  /** The images [N, 3, H, W] (or [N, 1, H, W]), or the activations at a cut point. */
  readonly input: Value;
  /** The network's output, for instance features [N, D]. */
  readonly output: Value;
};

/** How training treats a weight. */
export type WeightRole =
  /** Gradients change it. */
  | 'parameter'
  /** Batch normalisation's running mean or variance, which follows the statistics of the batches. */
  | 'statistic';

/**
 * The weights that the output depends on, with their roles, in the order in which the network reads them. Record
 * updates in this order: then their gradients are held no longer than needed (execution-order.ts).
 *
 * @example
 * const network = architectures.small({ sizePx: 32, channels: 3, random: random(0, 'network') });
 * const parameters = networkWeights(network).filter(({ role }) => role === 'parameter');
 * const count = parameters.reduce((sum, { value }) => sum + (value.data?.length ?? 0), 0);
 * console.log(`${parameters.length} tensors of ${count} numbers`);
 */
export function networkWeights({
  graph,
  input,
  output,
}: Network): { readonly value: Value; readonly role: WeightRole }[] {
  const statistics = new Set(
    graph.nodes
      .filter(({ operator }) => operator === 'BatchNormalization')
      .flatMap(({ inputs }) => inputs.slice(3).map(({ name }) => name)),
  );
  const used = ancestors(graph, output, input);
  const firstReads = new Map(
    graph.nodes.toReversed().flatMap(({ inputs }, fromEnd) => inputs.map(({ name }) => [name, -fromEnd])),
  );
  const firstRead = ({ name }: Value) => firstReads.get(name) ?? 0;
  return graph.weights
    .filter(({ name }) => used.has(name))
    .sort((a, b) => firstRead(a) - firstRead(b))
    .map((value) => ({ value, role: statistics.has(value.name) ? 'statistic' : 'parameter' }));
}

/** The names of all values that `output` is computed from, including itself, but nothing before `input`. */
export function ancestors({ nodes }: Graph, output: Value, input?: Value): Set<string> {
  const names = new Set([output.name]);
  for (const { inputs, outputs } of nodes.toReversed()) {
    if (outputs.some(({ name }) => names.has(name) && name !== input?.name))
      for (const { name } of inputs) names.add(name);
  }
  return names;
}
