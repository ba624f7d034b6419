import type { GraphProto, NodeProto } from 'onnx-buf';

/** The nodes that compute the tensor `wanted` from the tensor `start`, in the file's order. */
export function neededNodes({ node }: GraphProto, wanted: string, start: string): NodeProto[] {
  const names = new Set([wanted]);
  const kept = node.toReversed().filter((candidate) => {
    if (!candidate.output.some((name) => name !== start && names.has(name))) return false;
    for (const name of readBy(candidate)) names.add(name);
    return true;
  });
  return kept.toReversed();
}

/** Everything that a node reads, including what the graphs inside it read. */
export function readBy({ input, attribute }: NodeProto): string[] {
  const inside = attribute.flatMap(({ g }) =>
    g ? [...g.node.flatMap(readBy), ...g.output.map(({ name }) => name)] : [],
  );
  return [...input, ...inside].filter((name) => name !== '');
}

/** The names of all tensors of a graph. */
export function tensorNames({ node, input, initializer }: GraphProto): Set<string> {
  return new Set([...node.flatMap(({ output }) => output), ...[...input, ...initializer].map(({ name }) => name)]);
}
