import { matMul, transpose } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** With Y = A B: dA = dY B^T and dB = A^T dY. */
export const matMulGradient: Gradient = ({ inputs: [a, b] }, [dy]) => [
  matMul(dy, transpose(b)),
  matMul(transpose(a), dy),
];
