import type { Operator } from '../operators/catalogue.ts';
import { batchNormalisation } from './batch-normalisation.ts';
import { convolution } from './convolution.ts';
import { alike, overPictures, spread } from './elementwise.ts';
import { joining } from './joining.ts';
import { maxPool } from './max-pool.ts';
import { overSpace } from './reduction.ts';
import type { Rule } from './rule.ts';

/** The rule of each operator for channel-major images. An operator without a rule gets images in the usual layout. */
export const rules: Readonly<Partial<Record<Operator, Rule>>> = {
  Conv: convolution,
  BatchNormalization: batchNormalisation,
  MaxPool: maxPool,
  AveragePool: overPictures,
  Relu: alike,
  Clip: alike,
  Sigmoid: alike,
  HardSigmoid: alike,
  Tanh: alike,
  Erf: alike,
  Softplus: alike,
  Identity: alike,
  Exp: alike,
  Log: alike,
  Sqrt: alike,
  Abs: alike,
  Neg: alike,
  Add: spread,
  Sub: spread,
  Mul: spread,
  Div: spread,
  Pow: spread,
  Max: spread,
  Min: spread,
  ReduceMean: overSpace,
  ReduceSum: overSpace,
  ReduceMax: overSpace,
  Concat: joining,
};
