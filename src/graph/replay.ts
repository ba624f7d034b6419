import { internalError } from '../base/error.ts';
import { commonGraph, type Graph } from './graph.ts';
import { isBody, type Node } from './node.ts';
import type { Value } from './value.ts';

/** May record something else in place of a node, given its inputs in the new graph; null keeps the node. */
export type Rewrite = (node: Node, inputs: readonly Value[]) => readonly Value[] | null;

/** Options of replay. */
export type ReplayOptions = { readonly rewrite?: Rewrite };

/**
 * Records once more the nodes that `wanted` depend on, in the graph of the values that are `given` (by the name of the
 * value that each replaces): for instance a network inside a training step, with the state's weights in place of its
 * own, or from a cut point on. Types and shapes are inferred again, so the batch size may differ. Other constants go to
 * the outermost graph. Throws `internal` where an input of the network is needed but not given.
 */
export function replay(
  wanted: readonly Value[],
  given: ReadonlyMap<string, Value>,
  { rewrite = () => null }: ReplayOptions = {},
): Value[] {
  const target = commonGraph([...given.values()]);
  const known = new Map(given);
  const found = (value: Value): Value => {
    const earlier = known.get(value.name);
    if (earlier) return earlier;
    if (value.data === null) throw internalError(`${value.name} is needed but not given`);
    const constant = outermost(target).constant(value.data, value);
    known.set(value.name, constant);
    return constant;
  };
  for (const node of neededNodes(wanted, known)) {
    const inputs = node.inputs.map(found);
    const outputs = rewrite(node, inputs) ?? recordIn(target, node, inputs);
    node.outputs.forEach(({ name }, i) => {
      if (outputs[i]) known.set(name, outputs[i]);
    });
  }
  return wanted.map(found);
}

/** The nodes between the known values and the wanted ones, in the order in which they run. */
function neededNodes(wanted: readonly Value[], known: ReadonlyMap<string, Value>): Node[] {
  const names = new Set(wanted.map(({ name }) => name));
  const source = commonGraph(wanted);
  const kept = source.nodes.toReversed().filter(({ inputs, outputs }) => {
    if (!outputs.some(({ name }) => names.has(name) && !known.has(name))) return false;
    for (const { name } of inputs) names.add(name);
    return true;
  });
  return kept.toReversed();
}

/** Records in the target graph even where all inputs are constants of a graph around it. */
function recordIn(target: Graph, { operator, attributes }: Node, inputs: readonly Value[]): readonly Value[] {
  if (Object.values(attributes).some(isBody))
    throw internalError(`the graph inside a node ${operator} cannot be replayed`);
  return target.apply(operator, inputs, attributes);
}

function outermost(graph: Graph): Graph {
  return graph.parent ? outermost(graph.parent) : graph;
}
