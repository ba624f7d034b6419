import type { Operator } from '../operators/catalogue.ts';
import { addGradient } from './add.ts';
import { castGradient } from './cast.ts';
import { clipGradient } from './clip.ts';
import { concatGradient } from './concat.ts';
import { divGradient } from './div.ts';
import { expGradient } from './exp.ts';
import { expandGradient } from './expand.ts';
import { gatherGradient } from './gather.ts';
import { gatherElementsGradient } from './gather-elements.ts';
import type { Gradient } from './gradient.ts';
import { identityGradient } from './identity.ts';
import { logGradient } from './log.ts';
import { logSoftmaxGradient } from './log-softmax.ts';
import { matMulGradient } from './mat-mul.ts';
import { mulGradient } from './mul.ts';
import { negGradient } from './neg.ts';
import { padGradient } from './pad.ts';
import { powGradient } from './pow.ts';
import { reduceMaxGradient } from './reduce-max.ts';
import { reduceMeanGradient } from './reduce-mean.ts';
import { reduceSumGradient } from './reduce-sum.ts';
import { reluGradient } from './relu.ts';
import { reshapeGradient } from './reshape.ts';
import { sliceGradient } from './slice.ts';
import { softmaxGradient } from './softmax.ts';
import { sqrtGradient } from './sqrt.ts';
import { subGradient } from './sub.ts';
import { transposeGradient } from './transpose.ts';
import { whereGradient } from './where.ts';

/** Operators without a gradient: they give truths or places, or serve only backward passes and whole epochs. */
type WithoutGradient =
  | 'Equal'
  | 'Greater'
  | 'GreaterOrEqual'
  | 'Less'
  | 'LessOrEqual'
  | 'Not'
  | 'And'
  | 'Or'
  | 'OneHot'
  | 'ScatterElements'
  | 'ScatterND'
  | 'Scan'
  | NotYet;

/** Being written: each leaves this list as its gradient enters the table; the list goes with the last. */
type NotYet =
  | 'Max'
  | 'Min'
  | 'Abs'
  | 'Sign'
  | 'Floor'
  | 'Sin'
  | 'Cos'
  | 'Erf'
  | 'Tanh'
  | 'Sigmoid'
  | 'HardSigmoid'
  | 'Softplus'
  | 'Conv'
  | 'ConvTranspose'
  | 'MaxPool'
  | 'AveragePool'
  | 'BatchNormalization'
  | 'LayerNormalization'
  | 'ReduceMin'
  | 'DepthToSpace';

/** Operators that have a gradient: a new one must be given one, or the table does not compile. */
export type DifferentiableOperator = Exclude<Operator, WithoutGradient>;

/** The gradient of every differentiable operator. */
export const gradients = {
  Add: addGradient,
  Sub: subGradient,
  Mul: mulGradient,
  Div: divGradient,
  Pow: powGradient,
  Neg: negGradient,
  Exp: expGradient,
  Log: logGradient,
  Sqrt: sqrtGradient,
  Relu: reluGradient,
  Clip: clipGradient,
  Identity: identityGradient,
  Softmax: softmaxGradient,
  LogSoftmax: logSoftmaxGradient,
  MatMul: matMulGradient,
  ReduceSum: reduceSumGradient,
  ReduceMean: reduceMeanGradient,
  ReduceMax: reduceMaxGradient,
  Transpose: transposeGradient,
  Reshape: reshapeGradient,
  Expand: expandGradient,
  Concat: concatGradient,
  Slice: sliceGradient,
  Pad: padGradient,
  Gather: gatherGradient,
  GatherElements: gatherElementsGradient,
  Where: whereGradient,
  Cast: castGradient,
} satisfies Record<DifferentiableOperator, Gradient>;
