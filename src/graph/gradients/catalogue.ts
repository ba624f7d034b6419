import type { Operator } from '../operators/catalogue.ts';
import { absGradient } from './abs.ts';
import { addGradient } from './add.ts';
import { averagePoolGradient } from './average-pool.ts';
import { batchNormalizationGradient } from './batch-normalization.ts';
import { blockedConvGradient } from './blocked-conv.ts';
import { blockedMaxPoolGradient } from './blocked-max-pool.ts';
import { castGradient } from './cast.ts';
import { fromChannelBlocksGradient, toChannelBlocksGradient } from './channel-blocks.ts';
import { clipGradient } from './clip.ts';
import { concatGradient } from './concat.ts';
import { convGradient } from './conv.ts';
import { convTransposeGradient } from './conv-transpose.ts';
import { cosGradient } from './cos.ts';
import { depthToSpaceGradient } from './depth-to-space.ts';
import { divGradient } from './div.ts';
import { erfGradient } from './erf.ts';
import { expGradient } from './exp.ts';
import { expandGradient } from './expand.ts';
import { extremeGradient } from './extreme.ts';
import { flatGradient } from './flat.ts';
import { gatherGradient } from './gather.ts';
import { gatherElementsGradient } from './gather-elements.ts';
import type { Gradient } from './gradient.ts';
import { hardSigmoidGradient } from './hard-sigmoid.ts';
import { identityGradient } from './identity.ts';
import { layerNormalizationGradient } from './layer-normalization.ts';
import { logGradient } from './log.ts';
import { logSoftmaxGradient } from './log-softmax.ts';
import { matMulGradient } from './mat-mul.ts';
import { maxPoolGradient } from './max-pool.ts';
import { mulGradient } from './mul.ts';
import { negGradient } from './neg.ts';
import { padGradient } from './pad.ts';
import { powGradient } from './pow.ts';
import { reduceMeanGradient } from './reduce-mean.ts';
import { reduceSumGradient } from './reduce-sum.ts';
import { reducedExtremeGradient } from './reduced-extreme.ts';
import { reluGradient } from './relu.ts';
import { reshapeGradient } from './reshape.ts';
import { sigmoidGradient } from './sigmoid.ts';
import { sinGradient } from './sin.ts';
import { sliceGradient } from './slice.ts';
import { softmaxGradient } from './softmax.ts';
import { softplusGradient } from './softplus.ts';
import { sqrtGradient } from './sqrt.ts';
import { subGradient } from './sub.ts';
import { tanhGradient } from './tanh.ts';
import { transposeGradient } from './transpose.ts';
import { whereGradient } from './where.ts';

/**
 * Operators without a gradient: they give booleans or indices, or are used only in backward passes and loops over
 * steps.
 */
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
  | 'TopK'
  | 'ScatterElements'
  | 'ScatterND'
  | 'Scan';

/**
 * Operators that have a gradient. A new operator must be given one or be listed above, or the table does not compile.
 */
export type DifferentiableOperator = Exclude<Operator, WithoutGradient>;

/** The gradient of every differentiable operator. */
export const gradients = {
  Add: addGradient,
  Sub: subGradient,
  Mul: mulGradient,
  Div: divGradient,
  Pow: powGradient,
  Max: extremeGradient,
  Min: extremeGradient,
  Neg: negGradient,
  Abs: absGradient,
  Sign: flatGradient,
  Floor: flatGradient,
  Exp: expGradient,
  Log: logGradient,
  Sqrt: sqrtGradient,
  Sin: sinGradient,
  Cos: cosGradient,
  Erf: erfGradient,
  Tanh: tanhGradient,
  Sigmoid: sigmoidGradient,
  HardSigmoid: hardSigmoidGradient,
  Softplus: softplusGradient,
  Relu: reluGradient,
  Clip: clipGradient,
  Identity: identityGradient,
  Softmax: softmaxGradient,
  LogSoftmax: logSoftmaxGradient,
  MatMul: matMulGradient,
  Conv: convGradient,
  BlockedConv: blockedConvGradient,
  BlockedMaxPool: blockedMaxPoolGradient,
  ToChannelBlocks: toChannelBlocksGradient,
  FromChannelBlocks: fromChannelBlocksGradient,
  ConvTranspose: convTransposeGradient,
  MaxPool: maxPoolGradient,
  AveragePool: averagePoolGradient,
  BatchNormalization: batchNormalizationGradient,
  LayerNormalization: layerNormalizationGradient,
  ReduceSum: reduceSumGradient,
  ReduceMean: reduceMeanGradient,
  ReduceMax: reducedExtremeGradient,
  ReduceMin: reducedExtremeGradient,
  Transpose: transposeGradient,
  Reshape: reshapeGradient,
  Expand: expandGradient,
  Concat: concatGradient,
  Slice: sliceGradient,
  Pad: padGradient,
  DepthToSpace: depthToSpaceGradient,
  Gather: gatherGradient,
  GatherElements: gatherElementsGradient,
  Where: whereGradient,
  Cast: castGradient,
} satisfies Record<DifferentiableOperator, Gradient>;
