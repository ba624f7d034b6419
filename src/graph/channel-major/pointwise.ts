import { windowsOf } from '../operators/windows.ts';
import { matMul, reshape, slice } from '../ops.ts';
import { sizes, type Value } from '../value.ts';
import { biased } from './biased.ts';
import type { RuleContext } from './rule.ts';

/** A 1 x 1 convolution as ONE product: the weights [M, C] times all pixels of the batch [C, N H W]. */
export function pointwise(
  { node, inputs: [x, weights, bias], layout, products }: RuleContext,
  [, channels, height, width]: readonly number[],
  [filters]: readonly number[],
): Value[] {
  const { strides } = windowsOf(node.attributes);
  const isStrided = strides.some((step) => step > 1);
  const form = (isStrided ? undefined : layout.held(x)) ?? layout.of(x);
  const strided = isStrided
    ? strides.reduce((cut, step, i) => slice(cut, i + 2, 0, [height, width][i], step), form)
    : form;
  const pixels = reshape(strided, [channels, -1]);
  const matrix = reshape(weights, [filters, channels]);
  const space = sizes(strided.shape.slice(1));
  const image = layout.image(reshape(biased(matMul(matrix, pixels), bias), [filters, ...space]));
  if (!bias) products.set(image.name, { weights: matrix, pixels });
  return [image];
}
