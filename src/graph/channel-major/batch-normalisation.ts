import { commonGraph } from '../graph.ts';
import { decimal, integer } from '../node.ts';
import { add, concat, div, expand, matMul, mean, mul, reshape, sqrt, sub, sum, transpose } from '../ops.ts';
import { sizes, type Value } from '../value.ts';
import type { PointwiseProduct } from './products.ts';
import type { Occasion, Rule } from './rule.ts';

/** How many times more filters than channels a product must have, for its statistics to be cheaper foretold. */
const wideningFrom = 2;

/** By the batch's statistics, or by given ones, over rows [C, N H W]. */
export const batchNormalisation: Rule = (occasion) => {
  const { node, inputs, layout, products } = occasion;
  if (inputs[0].shape.length !== 4 || !layout.held(inputs[0])) return null;
  const product = products.get(inputs[0].name);
  const widens = product && Number(product.weights.shape[0]) >= wideningFrom * Number(product.weights.shape[1]);
  return widens && integer(node.attributes, 'training_mode') === 1 ? predicted(occasion, product) : overRows(occasion);
};

function overRows({ node, inputs: [x, ...weights], layout }: Occasion): Value[] {
  const image = layout.held(x) ?? layout.of(x);
  const [channels] = sizes(image.shape);
  const rows = reshape(image, [1, channels, -1]);
  const inputs = [rows, ...weights];
  const [normalised, ...statistics] = commonGraph(inputs).apply('BatchNormalization', inputs, node.attributes);
  return [layout.image(reshape(normalised, image.shape)), ...statistics];
}

/**
 * Normalises y = W u without looking at it: mean(y) = W mean(u) and var(y) = diag(W cov(u) W^T), for which only the
 * narrow u is read; then scale / deviation goes into W. Saves every pass over the wide y, forward and backward.
 */
function predicted(
  { node, inputs: [x, scale, bias], layout }: Occasion,
  { weights, pixels }: PointwiseProduct,
): Value[] {
  const [, count] = sizes(pixels.shape);
  const column = (value: Value) => reshape(value, [-1, 1]);
  const middle = mean(pixels, 1, { keep: true });
  const centred = sub(pixels, middle);
  const covariance = div(matMul(centred, transpose(centred)), count);
  const variance = sum(mul(matMul(weights, covariance), weights), 1, { keep: true });
  const factor = div(column(scale), sqrt(add(variance, decimal(node.attributes, 'epsilon'))));
  const ones = expand(pixels.graph.scalar(1, pixels.type), [1, count]);
  // The bias is one more column of the weights: an addition of its own would read and write the wide result again.
  const normalised = matMul(concat([mul(weights, factor), column(bias)], 1), concat([centred, ones], 0));
  const form = layout.held(x) ?? layout.of(x);
  return [
    layout.image(reshape(normalised, form.shape)),
    reshape(matMul(weights, middle), [-1]),
    reshape(variance, [-1]),
  ];
}
