import type { GraphProto, NodeProto } from 'onnx-buf';

/** Renames, in place, every tensor of a graph and of the graphs inside its nodes, by `rename`. */
export function renameTensors(graph: GraphProto, rename: (name: string) => string): void {
  // The empty name marks an optional input that was left out.
  const renamed = (name: string) => (name === '' ? '' : rename(name));
  for (const node of graph.node) {
    node.input = node.input.map(renamed);
    node.output = node.output.map(renamed);
    for (const inner of graphsInside(node)) renameTensors(inner, rename);
  }
  for (const tensor of [...graph.initializer, ...graph.input, ...graph.output, ...graph.valueInfo]) {
    tensor.name = renamed(tensor.name);
  }
}

function graphsInside({ attribute }: NodeProto): GraphProto[] {
  return attribute.flatMap(({ g, graphs }) => (g ? [g, ...graphs] : graphs));
}
