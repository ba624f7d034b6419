import type { TensorProto } from 'onnx-buf';
import type { Graph } from '../graph.ts';
import { type Constant, readTensor } from '../proto/read-tensor.ts';
import type { Value } from '../value.ts';

/** How few numbers of a Constant node make it a setting, such as the scales of a resize, rather than a weight. */
const fewNumbers = 16;

/** An initialiser as a weight of the graph, under its name, where training may change it; else as a constant. */
export function initialiserValue(graph: Graph, tensor: TensorProto): Value {
  return recorded(graph, tensor.name, readTensor(tensor));
}

/**
 * What a Constant node gives, the same way. Where nothing tells that it is read as a weight (weight-places.ts), few
 * numbers, or many equal ones, are settings.
 */
export function constantValue(
  graph: Graph,
  tensor: TensorProto,
  { name, isWeight }: { readonly name: string; readonly isWeight: boolean },
): Value {
  const constant = readTensor(tensor);
  const { data, shape } = constant;
  if (isWeight && data instanceof Float32Array && shape.length > 0) return graph.weight(name, data, shape);
  const isSetting = data.length <= fewNumbers || data.every((value) => value === data[0]);
  return isSetting ? graph.constant(data, constant) : recorded(graph, name, constant);
}

/** A weight has axes. */
function recorded(graph: Graph, name: string, constant: Constant): Value {
  const { data, shape } = constant;
  if (data instanceof Float32Array && shape.length > 0 && data.length > 0 && !isMask(data))
    return graph.weight(name, data, shape);
  return graph.constant(data, constant);
}

/** Whether these numbers only forbid: zeros, and what is so low that no softmax sees it. */
function isMask(numbers: Float32Array): boolean {
  return numbers.every((value) => value === 0 || value <= -10) && numbers.some((value) => value < 0);
}
