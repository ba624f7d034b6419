import { integer } from '../node.ts';
import { windowsOf } from '../operators/windows.ts';
import { sizes } from '../value.ts';
import { blockedConvolution, suitsBlocks } from './blocked-convolution.ts';
import { depthwise } from './depthwise.ts';
import { im2colConvolution, isIm2colCheap } from './im2col-convolution.ts';
import { patchConvolution } from './patch-convolution.ts';
import { pointwise } from './pointwise.ts';
import type { Rule, RuleContext } from './rule.ts';
import { stackedConvolution } from './stacked-convolution.ts';

/** From this many pixels on, one image alone keeps the processor busy, and stacking images gains nothing. */
const largeImage = 144;

/**
 * Picks the fastest form of a convolution. Grouped convolutions that are not depthwise, and convolutions of large
 * images, stay as they are.
 */
export const convolutionRule: Rule = (context) => {
  const [x, weights] = context.inputs;
  if (x.shape.length !== 4 || x.shape.some((size) => typeof size === 'string')) return null;
  return formOf(context)?.(context, sizes(x.shape), sizes(weights.shape)) ?? null;
};

function formOf(context: RuleContext) {
  const {
    node,
    inputs: [x, weights],
  } = context;
  const { kernel, strides, pads, dilations } = windowsOf(node.attributes);
  const group = integer(node.attributes, 'group');
  if (group > 1) return group === x.shape[1] && group === weights.shape[0] ? depthwise : undefined;
  const bare = pads.every((zeros) => zeros === 0) && dilations.every((step) => step === 1);
  if (bare && kernel.every((size) => size === 1)) return pointwise;
  if (bare && kernel.every((size, axis) => size === strides[axis])) return patchConvolution;
  if (isIm2colCheap(x, weights, windowsOf(node.attributes))) return im2colConvolution;
  if (suitsBlocks(context)) return blockedConvolution;
  return sizes(x.shape.slice(2)).reduce((a, b) => a * b) < largeImage ? stackedConvolution : undefined;
}
