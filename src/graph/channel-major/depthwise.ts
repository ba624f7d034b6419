import type { Attributes } from '../node.ts';
import { type Windows, windowCounts, windowsOf } from '../operators/windows.ts';
import { expand, matMul, record, reshape } from '../ops.ts';
import { tapPlacement } from '../tap-placement.ts';
import { sizes, type Value } from '../value.ts';
import { biased } from './biased.ts';
import type { RuleContext } from './rule.ts';

/** Most numbers that the matrices of all channels may hold (32 MiB of float32). */
const largestMatrices = 8 << 20;

/**
 * A depthwise convolution. Where the machine has blocks, it runs on blocks of pictures. Otherwise small images use one
 * matrix product per channel, and large images a grouped convolution.
 */
export function depthwise(
  { node, inputs: [x, weights, bias], layout }: RuleContext,
  [n, channels, height, width]: readonly number[],
): Value[] {
  const windows = windowsOf(node.attributes);
  const block = layout.blockFor(x);
  if (block) return [layout.image(blocked(layout.inBlocks(x), weights, bias, node.attributes))];
  const space = windowCounts([height, width], windows);
  const image = layout.of(x);
  const small = channels * height * width * space[0] * space[1] <= largestMatrices;
  const result = small
    ? byMatrices(image, weights, windows)
    : record('Conv', [reshape(image, [1, channels * n, height, width]), repeated(weights, n)], {
        ...node.attributes,
        group: channels * n,
      });
  return [layout.image(biased(reshape(result, [channels, n, ...space]), bias))];
}

/** Convolves an image in blocks of pictures: all B pictures of a block meet the same kernel. */
function blocked(form: Value, weights: Value, bias: Value | undefined, attributes: Attributes): Value {
  const [channels, count, height, width, block] = sizes(form.shape);
  const [group, kernel] = [channels * count * block, sizes(weights.shape.slice(2))];
  const taps = kernel[0] * kernel[1];
  const lanes = expand(reshape(weights, [channels, 1, taps, 1]), [channels, count, taps, block]);
  const inputs = [reshape(form, [1, group, height, width]), reshape(lanes, [group, 1, ...kernel])];
  const result = record('BlockedConv', inputs, { ...attributes, group, block });
  return biased(reshape(result, [channels, count, ...sizes(result.shape.slice(2)), block]), bias);
}

/** y = x T for each channel. T [H W, H' W'] holds the kernel's tap where a window covers a pixel, else 0. */
function byMatrices(image: Value, weights: Value, windows: Windows): Value {
  const [channels, n, height, width] = sizes(image.shape);
  const taps = windows.kernel[0] * windows.kernel[1];
  const { places, count } = tapPlacement([height, width], windows);
  const placement = image.graph.constant(places, { shape: [taps, places.length / taps] });
  const matrices = reshape(matMul(reshape(weights, [channels, taps]), placement), [channels, height * width, count]);
  return matMul(reshape(image, [channels, n, height * width]), matrices);
}

/** [C, 1, kh, kw] -> [C n, 1, kh, kw]: each channel's kernel, repeated for its n pictures. */
function repeated(weights: Value, n: number): Value {
  const [channels, , ...kernel] = sizes(weights.shape);
  return reshape(expand(weights, [channels, n, ...kernel]), [channels * n, 1, ...kernel]);
}
