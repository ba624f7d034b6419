import type { TensorProto } from 'onnx-buf';
import type { Graph } from '../graph.ts';
import { type Constant, readTensor } from '../proto/read-tensor.ts';
import type { Value } from '../value.ts';

/** How few numbers of a Constant node make it a setting, such as the scales of a resize, rather than a weight. */
const fewNumbers = 16;

/** An initialiser as a weight of the graph, under its name, where training may change it; else as a constant. */
export function initialiserValue(graph: Graph, tensor: TensorProto): Value {
  return recorded(graph, tensor.name, readTensor(tensor), 0);
}

/** What a Constant node gives, the same way; few numbers are settings. */
export function constantValue(graph: Graph, name: string, tensor: TensorProto): Value {
  return recorded(graph, name, readTensor(tensor), fewNumbers);
}

function recorded(graph: Graph, name: string, constant: Constant, few: number): Value {
  const { data, shape } = constant;
  if (data instanceof Float32Array && shape.length > 0 && data.length > few && !isMask(data))
    return graph.weight(name, data, shape);
  return graph.constant(data, constant);
}

/** Whether these numbers only forbid: zeros, and what is so low that no softmax sees it. */
function isMask(numbers: Float32Array): boolean {
  return numbers.every((value) => value === 0 || value <= -10) && numbers.some((value) => value < 0);
}
