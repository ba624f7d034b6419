import { isBody, type Node } from './node.ts';
import type { Value } from './value.ts';

/**
 * The nodes that the outputs need, in the order in which ONNX Runtime runs them (ReverseDFSFrom in its graph.cc): depth
 * first, from the nodes whose results no other node reads. The node recorded last comes first, and at each node the
 * input that was recorded last. This order decides how long each tensor is held.
 */
export function executionOrder(nodes: readonly Node[], outputs: readonly Value[]): Node[] {
  const makers = new Map(nodes.flatMap((node, at) => node.outputs.map(({ name }) => [name, at])));
  const makersOf = (values: readonly Value[]) => ascending(values.flatMap(({ name }) => makers.get(name) ?? []));
  const inputs = nodes.map((node) => makersOf(valuesRead(node)));
  const wanted = makersOf(outputs);
  const read = new Set(depthFirst(wanted, inputs).flatMap((at) => inputs[at]));
  // An output that another node also reads is written by an extra node of its own, after all others.
  const roots = [...wanted.filter((at) => !read.has(at)), ...wanted.filter((at) => read.has(at))];
  return depthFirst(roots, inputs).map((at) => nodes[at]);
}

/** Everything that a node reads, including what the graphs inside it read. */
export function valuesRead({ inputs, attributes }: Node): Value[] {
  const bodies = Object.values(attributes).filter(isBody);
  return [...inputs, ...bodies.flatMap(({ graph, outputs }) => [...outputs, ...graph.nodes.flatMap(valuesRead)])];
}

/**
 * The roots and all that they lead to, depth first: each after all that it leads to. Of several branches the last comes
 * first.
 */
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
