import { isBody, type Node } from './node.ts';
import type { Value } from './value.ts';

/**
 * The nodes that the outputs need, in the order in which ONNX Runtime runs them: depth first from what nothing else
 * reads, the last recorded one first, and at each node from the input that was recorded last (ReverseDFSFrom in its
 * graph.cc). How long a tensor is held follows from it.
 */
export function executionOrder(nodes: readonly Node[], outputs: readonly Value[]): Node[] {
  const makers = new Map(nodes.flatMap((node, at) => node.outputs.map(({ name }) => [name, at])));
  const makersOf = (values: readonly Value[]) => ascending(values.flatMap(({ name }) => makers.get(name) ?? []));
  const inputs = nodes.map((node) => makersOf(valuesRead(node)));
  const wanted = makersOf(outputs);
  const read = new Set(depthFirst(wanted, inputs).flatMap((at) => inputs[at]));
  // An output that is read as well is written by a node of its own, behind all others.
  const roots = [...wanted.filter((at) => !read.has(at)), ...wanted.filter((at) => read.has(at))];
  return depthFirst(roots, inputs).map((at) => nodes[at]);
}

/** Everything that a node reads, the graphs inside it included. */
export function valuesRead({ inputs, attributes }: Node): Value[] {
  const bodies = Object.values(attributes).filter(isBody);
  return [...inputs, ...bodies.flatMap(({ graph, outputs }) => [...outputs, ...graph.nodes.flatMap(valuesRead)])];
}

/** What the roots lead to and they themselves, each after all that it leads to; of several ways the last comes first. */
function depthFirst(roots: readonly number[], next: readonly (readonly number[])[]): number[] {
  const order: number[] = [];
  const visited = new Set<number>();
  const stack = roots.map((at) => ({ at, done: false }));
  for (let entry = stack.pop(); entry; entry = stack.pop()) {
    const { at, done } = entry;
    if (done) order.push(at);
    if (done || visited.has(at)) continue;
    visited.add(at);
    stack.push({ at, done: true });
    for (const n of next[at]) stack.push({ at: n, done: false });
  }
  return order;
}

function ascending(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
