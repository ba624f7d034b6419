import { matMul } from '../ops.ts';
import { reshape, transpose } from '../shortcuts.ts';
import type { Value } from '../value.ts';
import type { Gradient } from './gradient.ts';

/** With Y = A B: dA = dY B^T and dB = A^T dY. */
export const matMulGradient: Gradient = ({ inputs: [a, b] }, [dy]) => [
  matMul(dy, transpose(b)),
  b.shape.length === 2 ? matMul(transpose(rows(a)), rows(dy)) : matMul(transpose(a), dy),
];

/** Joins stacked matrices to one, [..., M, K] -> [M', K]: with a shared B this is one product, and needs no sum. */
function rows(a: Value): Value {
  return a.shape.length === 2 ? a : reshape(a, [-1, ...a.shape.slice(-1)]);
}
