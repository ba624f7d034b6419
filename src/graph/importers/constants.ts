import type { TensorProto } from 'onnx-buf';
import type { Graph } from '../graph.ts';
import { type Constant, readTensor } from '../proto/read-tensor.ts';
import type { Value } from '../value.ts';

/**
 * A Constant node with at most this many numbers counts as a setting, such as the scales of a resize, not as a weight.
 */
const fewNumbers = 16;

/**
 * An initialiser as a weight of the graph, under its own name, where training may change it; otherwise as a constant.
 */
export function initialiserValue(graph: Graph, tensor: TensorProto): Value {
  return recorded(graph, tensor.name, readTensor(tensor));
}

/**
 * The value of a Constant node, by the same rule. Where no operator reads it as a weight (weight-names.ts), few
 * numbers, or equal ones, count as a setting.
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

/** Only tensors with axes become weights. */
function recorded(graph: Graph, name: string, constant: Constant): Value {
  const { data, shape } = constant;
  if (data instanceof Float32Array && shape.length > 0 && data.length > 0 && !isMask(data))
    return graph.weight(name, data, shape);
  return graph.constant(data, constant);
}

/** Whether these numbers are an attention mask: zeros, and numbers so low that softmax makes them 0. */
function isMask(numbers: Float32Array): boolean {
  return numbers.every((value) => value === 0 || value <= -10) && numbers.some((value) => value < 0);
}
