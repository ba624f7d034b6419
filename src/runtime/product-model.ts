import { Graph } from '../graph/graph.ts';
import { matMul, transpose } from '../graph/ops.ts';
import { toOnnx } from '../graph/proto/to-onnx.ts';

/** The bytes of an ONNX graph that computes `product` = a b^T from `a` [Q, D] and `b` [N, D]: [Q, N]. */
export function productModel(): Uint8Array {
  const g = new Graph();
  const a = g.input('a', 'float32', ['Q', 'D']);
  const b = g.input('b', 'float32', ['N', 'D']);
  return toOnnx({ product: matMul(a, transpose(b)) });
}
