import { broadcast, comparison, sameAsFirst, where } from './elementwise.ts';
import { gather, gatherElements, oneHot, topK } from './indexing.ts';
import { cast, concat, depthToSpace, expand, pad, reshape, slice, transpose } from './movement.ts';
import { batchNormalization, layerNormalization } from './normalisation.ts';
import { matMul } from './products.ts';
import { reduction } from './reduction.ts';
import { scan } from './scan.ts';
import type { ShapeRule } from './shape-rule.ts';
import { convolution, pooling, transposedConvolution } from './windows.ts';

/**
 * The shape rule of every operator that our graphs can hold, under its ONNX name (opset 18). Optional attributes are
 * always written out, and axes count from the front. Importers rewrite other operators to these. Four are ONNX
 * Runtime's own (com.microsoft.nchwc), for images in channel blocks of `block` (channel-blocks.ts): BlockedConv and
 * BlockedMaxPool, and the reorderings ToChannelBlocks and FromChannelBlocks.
 */
export const shapeRules = {
  Add: broadcast,
  Sub: broadcast,
  Mul: broadcast,
  Div: broadcast,
  Pow: broadcast,
  Max: broadcast,
  Min: broadcast,
  Neg: sameAsFirst,
  Abs: sameAsFirst,
  Sign: sameAsFirst,
  Exp: sameAsFirst,
  Log: sameAsFirst,
  Sqrt: sameAsFirst,
  Sin: sameAsFirst,
  Cos: sameAsFirst,
  Erf: sameAsFirst,
  Tanh: sameAsFirst,
  Sigmoid: sameAsFirst,
  HardSigmoid: sameAsFirst,
  Softplus: sameAsFirst,
  Relu: sameAsFirst,
  Clip: sameAsFirst,
  Identity: sameAsFirst,
  Softmax: sameAsFirst,
  LogSoftmax: sameAsFirst,
  MatMul: matMul,
  Conv: convolution,
  BlockedConv: convolution,
  BlockedMaxPool: pooling,
  ToChannelBlocks: sameAsFirst,
  FromChannelBlocks: sameAsFirst,
  ConvTranspose: transposedConvolution,
  MaxPool: pooling,
  AveragePool: pooling,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  ReduceSum: reduction,
  ReduceMean: reduction,
  ReduceMax: reduction,
  ReduceMin: reduction,
  Transpose: transpose,
  Reshape: reshape,
  Expand: expand,
  Concat: concat,
  Slice: slice,
  Pad: pad,
  DepthToSpace: depthToSpace,
  Gather: gather,
  GatherElements: gatherElements,
  TopK: topK,
  Where: where,
  Cast: cast,
  Equal: comparison,
  Greater: comparison,
  GreaterOrEqual: comparison,
  Less: comparison,
  LessOrEqual: comparison,
  Not: comparison,
  And: comparison,
  Or: comparison,
  Floor: sameAsFirst,
  OneHot: oneHot,
  ScatterElements: sameAsFirst,
  ScatterND: sameAsFirst,
  Scan: scan,
} satisfies Record<string, ShapeRule>;

/** The ONNX name of an operator that graphs can hold. */
export type Operator = keyof typeof shapeRules;
