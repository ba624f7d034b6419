import type { Operator } from '../operators/catalogue.ts';
import { castNumbers, choose, divide, limited, ofOne, ofTwo, truthOf } from './elementwise.ts';
import type { Evaluator } from './evaluator.ts';
import { concatenated, expanded, gathered, sliced, transposed, unmoved } from './movement.ts';
import { averaged, reduced } from './reduction.ts';

/**
 * How operators are computed while a graph is built, where all their inputs are constants. Exporters use such nodes for
 * shapes, masks and positions. An operator without an entry stays a node.
 */
export const evaluators: Partial<Record<Operator, Evaluator>> = {
  Add: ofTwo((a, b) => a + b),
  Sub: ofTwo((a, b) => a - b),
  Mul: ofTwo((a, b) => a * b),
  Div: divide,
  Pow: ofTwo((a, b) => a ** b),
  Max: ofTwo(Math.max),
  Min: ofTwo(Math.min),
  Neg: ofOne((x) => -x),
  Abs: ofOne(Math.abs),
  Sign: ofOne(Math.sign),
  Exp: ofOne(Math.exp),
  Log: ofOne(Math.log),
  Sqrt: ofOne(Math.sqrt),
  Sin: ofOne(Math.sin),
  Cos: ofOne(Math.cos),
  Floor: ofOne(Math.floor),
  Relu: ofOne((x) => Math.max(0, x)),
  Clip: limited,
  Not: ofOne((x) => Number(x === 0)),
  Identity: unmoved,
  Equal: truthOf((a, b) => a === b),
  Greater: truthOf((a, b) => a > b),
  GreaterOrEqual: truthOf((a, b) => a >= b),
  Less: truthOf((a, b) => a < b),
  LessOrEqual: truthOf((a, b) => a <= b),
  And: truthOf((a, b) => a !== 0 && b !== 0),
  Or: truthOf((a, b) => a !== 0 || b !== 0),
  Where: choose,
  Cast: castNumbers,
  Reshape: unmoved,
  Expand: expanded,
  Transpose: transposed,
  Slice: sliced,
  Concat: concatenated,
  Gather: gathered,
  ReduceSum: reduced(0, (sum, value) => sum + value),
  ReduceMean: averaged,
  ReduceMax: reduced(Number.NEGATIVE_INFINITY, Math.max),
  ReduceMin: reduced(Number.POSITIVE_INFINITY, Math.min),
};
