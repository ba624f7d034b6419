import { commonGraph } from '../graph.ts';
import { float, integer } from '../node.ts';
import { add, concat, div, expand, matMul, mean, mul, reshape, sqrt, sub, sum, transpose } from '../ops.ts';
import { sizes, type Value } from '../value.ts';
import type { PointwiseProduct } from './products.ts';
import type { Rule, RuleContext } from './rule.ts';

/** From this ratio of filters to channels on, it is cheaper to compute a product's batch statistics from its input. */
const wideningFrom = 2;

/** Batch normalisation on rows [C, N H W], by the batch's statistics or by given ones. */
export const batchNormalisationRule: Rule = (context) => {
  const { node, inputs, layout, products } = context;
  if (inputs[0].shape.length !== 4 || !layout.held(inputs[0])) return null;
  const product = products.get(inputs[0].name);
  const widens = product && Number(product.weights.shape[0]) >= wideningFrom * Number(product.weights.shape[1]);
  return widens && integer(node.attributes, 'training_mode') === 1
    ? fromNarrowInput(context, product)
    : overRows(context);
};

function overRows({ node, inputs: [x, ...weights], layout }: RuleContext): Value[] {
  const image = layout.held(x) ?? layout.of(x);
  const [channels] = sizes(image.shape);
  const rows = reshape(image, [1, channels, -1]);
  const inputs = [rows, ...weights];
  const [normalised, ...statistics] = commonGraph(inputs).apply('BatchNormalization', inputs, node.attributes);
  return [layout.image(reshape(normalised, image.shape)), ...statistics];
}

/**
 * Normalises y = W u without reading y: mean(y) = W mean(u) and var(y) = diag(W cov(u) W^T) need only the smaller u,
 * and scale / std is multiplied into W. This saves every pass over the larger y, forward and backward.
 */
function fromNarrowInput(
  { node, inputs: [x, scale, bias], layout }: RuleContext,
  { weights, pixels }: PointwiseProduct,
): Value[] {
  const [, count] = sizes(pixels.shape);
  const column = (value: Value) => reshape(value, [-1, 1]);
  const inputMean = mean(pixels, 1, { keep: true });
  const centred = sub(pixels, inputMean);
  const covariance = div(matMul(centred, transpose(centred)), count);
  const variance = sum(mul(matMul(weights, covariance), weights), 1, { keep: true });
  const factor = div(column(scale), sqrt(add(variance, float(node.attributes, 'epsilon'))));
  const ones = expand(pixels.graph.scalar(1, pixels.type), [1, count]);
  // The bias is one more column of the weights: a separate addition would read and write the wide result again.
  const normalised = matMul(concat([mul(weights, factor), column(bias)], 1), concat([centred, ones], 0));
  const form = layout.held(x) ?? layout.of(x);
  return [
    layout.image(reshape(normalised, form.shape)),
    reshape(matMul(weights, inputMean), [-1]),
    reshape(variance, [-1]),
  ];
}
