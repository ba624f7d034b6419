import { internalError } from '../../base/error.ts';
import * as ops from '../ops.ts';
import type { Value } from '../value.ts';
import { floatAttribute, type Importer, integerAttribute, operand } from './file-node.ts';

/** The matrix product. A vector counts as a row on the left and as a column on the right, and its axis is removed. */
export const matrixProduct: Importer = (node) => {
  const [a, b] = [operand(node, 0), operand(node, 1)];
  const left = a.shape.length === 1 ? ops.reshape(a, [1, -1]) : a;
  const right = b.shape.length === 1 ? ops.reshape(b, [-1, 1]) : b;
  const product = ops.matMul(left, right);
  const shape = product.shape.toSpliced(
    product.shape.length - 2,
    2,
    ...(a.shape.length === 1 ? [] : product.shape.slice(-2, -1)),
    ...(b.shape.length === 1 ? [] : product.shape.slice(-1)),
  );
  return shape.length === product.shape.length ? product : ops.reshape(product, shape);
};

/** alpha A B + beta C, with A or B transposed. */
export const gemm: Importer = (node) => {
  const a = transposedIf(operand(node, 0), integerAttribute(node, 'transA'));
  const b = transposedIf(operand(node, 1), integerAttribute(node, 'transB'));
  const product = scaled(ops.matMul(a, b), floatAttribute(node, 'alpha'));
  const c = node.inputs[2];
  return c ? ops.add(product, scaled(c, floatAttribute(node, 'beta'))) : product;
};

/** ONNX Runtime's fused product: alpha A B, with the last two axes of A or B swapped. */
export const fusedMatMul: Importer = (node) => {
  const flag = (name: string) => Number(node.attributes.get(name)?.i ?? 0);
  if (flag('transBatchA') || flag('transBatchB'))
    throw internalError('a matrix product that transposes its batch axes is not supported');
  const product = ops.matMul(
    transposedIf(operand(node, 0), flag('transA')),
    transposedIf(operand(node, 1), flag('transB')),
  );
  return scaled(product, node.attributes.get('alpha')?.f ?? 1);
};

function transposedIf(x: Value, transposed: number): Value {
  return transposed === 0 ? x : ops.transpose(x);
}

function scaled(x: Value, factor: number): Value {
  return factor === 1 ? x : ops.mul(x, factor);
}
