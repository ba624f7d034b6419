import type { Operator } from '../operators/catalogue.ts';
import { batchNormalisationRule } from './batch-normalisation-rule.ts';
import { concatRule } from './concat-rule.ts';
import { convolutionRule } from './convolution-rule.ts';
import { broadcastRule, poolingRule, unaryRule } from './elementwise.ts';
import { maxPoolRule } from './max-pool-rule.ts';
import { reductionRule } from './reduction.ts';
import type { Rule } from './rule.ts';

/** The rule of each operator for channel-major images. An operator without a rule gets images in the usual layout. */
export const rules: Readonly<Partial<Record<Operator, Rule>>> = {
  Conv: convolutionRule,
  BatchNormalization: batchNormalisationRule,
  MaxPool: maxPoolRule,
  AveragePool: poolingRule,
  Relu: unaryRule,
  Clip: unaryRule,
  Sigmoid: unaryRule,
  HardSigmoid: unaryRule,
  Tanh: unaryRule,
  Erf: unaryRule,
  Softplus: unaryRule,
  Identity: unaryRule,
  Exp: unaryRule,
  Log: unaryRule,
  Sqrt: unaryRule,
  Abs: unaryRule,
  Neg: unaryRule,
  Add: broadcastRule,
  Sub: broadcastRule,
  Mul: broadcastRule,
  Div: broadcastRule,
  Pow: broadcastRule,
  Max: broadcastRule,
  Min: broadcastRule,
  ReduceMean: reductionRule,
  ReduceSum: reductionRule,
  ReduceMax: reductionRule,
  Concat: concatRule,
};
