import { hardSigmoid } from '../../../src/graph/neural.ts';
import * as ops from '../../../src/graph/ops.ts';
import { type CaseOf, inFloat32, ofOne, ofTwo } from './case.ts';

/** Operators that work number by number. */
export const elementwise = {
  Add: (random) => ofTwo(random, ops.add),
  Sub: (random) => ofTwo(random, ops.sub),
  Mul: (random) => ofTwo(random, ops.mul),
  Div: (random) => ofTwo(random, ops.div, 'positive'),
  Pow: (random) => ofTwo(random, ops.pow, 'positive'),
  Max: (random) => ofTwo(random, ops.maximum, 'spaced'),
  Min: (random) => ofTwo(random, ops.minimum, 'spaced'),
  Neg: (random) => ofOne(random, ops.neg),
  Exp: (random) => ofOne(random, ops.exp),
  Log: (random) => ofOne(random, ops.log, 'positive'),
  Sqrt: (random) => ofOne(random, ops.sqrt, 'positive'),
  Abs: (random) => ofOne(random, ops.abs, 'spaced'),
  Sign: (random) => ofOne(random, ops.sign, 'spaced'),
  Floor: (random) => ofOne(random, ops.floor, 'spaced'),
  Sin: (random) => ofOne(random, ops.sin),
  Cos: (random) => ofOne(random, ops.cos),
  Erf: (random) => inFloat32(ofOne(random, ops.erf)),
  Tanh: (random) => ofOne(random, ops.tanh),
  Sigmoid: (random) => ofOne(random, ops.sigmoid),
  HardSigmoid: (random) => ofOne(random, (x) => hardSigmoid(x, { alpha: 0.8, beta: 0.5 }), 'spaced'),
  Softplus: (random) => ofOne(random, ops.softplus),
  Relu: (random) => ofOne(random, ops.relu, 'spaced'),
  Clip: (random) => ofOne(random, (x) => ops.clip(x, -0.5, 0.7), 'spaced'),
  Identity: (random) => ofOne(random, ops.identity),
  Where: (random) => ofTwo(random, (a, b) => ops.where(ops.greater(a, 0), ops.mul(a, 2), b), 'spaced'),
  Cast: (random) => ofOne(random, (x) => ops.cast(x, 'float64')),
} satisfies Record<string, CaseOf>;
