import { DiscernError } from '../base/error.ts';
import type { Network } from './network.ts';
import { batchNormByBatch } from './neural.ts';
import type { Node } from './node.ts';
import { add, mul } from './ops.ts';
import { replay } from './replay.ts';
import { type Shape, sizes, type Value, type Values } from './value.ts';

/**
 * Records what a trained network computes of `input`, in the input's graph. `weights` replace the network's own
 * numbers; weights that are not given keep theirs. Batch normalisation uses the running statistics.
 */
export function forward(network: Network, weights: Values, input: Value): Value {
  return replay([network.output], standIns(network, weights, input))[0];
}

/** A network's output in training mode, and its updated running statistics. */
export type TrainingOutput = { readonly output: Value; readonly statistics: Values };

/**
 * Records what a network computes of a batch in training mode: as forward, except for batch normalisation whose
 * statistics are among the given weights. That uses the batch's own statistics, and updates the running ones: r +
 * momentum (b - r), with the unbiased variance, as in PyTorch. Sizes of the input must be known. Throws `too-few` where
 * a batch has one number per channel, which has no variance.
 */
export function forwardByBatch(
  network: Network,
  weights: Values,
  input: Value,
  { momentum = 0.1 }: { readonly momentum?: number } = {},
): TrainingOutput {
  const statistics: Record<string, Value> = {};
  const rewrite = (node: Node, inputs: readonly Value[]) => {
    const [, , , meanName, varianceName] = node.inputs.map(({ name }) => name);
    if (node.operator !== 'BatchNormalization' || !(meanName in weights)) return null;
    const [x, scale, bias, mean, variance] = inputs;
    const byBatch = batchNormByBatch(x, { scale, bias, mean, variance }, { epsilon: epsilonOf(node) });
    const unbiased = mul(byBatch.variance, besselFactor(x));
    // A layer that is used twice updates its statistics twice.
    statistics[meanName] = following(statistics[meanName] ?? mean, byBatch.mean, momentum);
    statistics[varianceName] = following(statistics[varianceName] ?? variance, unbiased, momentum);
    return [byBatch.normalised];
  };
  const [output] = replay([network.output], standIns(network, weights, input), { rewrite });
  return { output, statistics };
}

function standIns({ graph, input }: Network, weights: Values, given: Value): Map<string, Value> {
  const own = graph.weights.filter(({ name }) => name in weights).map(({ name }) => name);
  return new Map([[input.name, given], ...own.map((name): [string, Value] => [name, weights[name]])]);
}

function epsilonOf({ attributes: { epsilon } }: Node): number {
  return typeof epsilon === 'object' && 'float' in epsilon ? epsilon.float : 1e-5;
}

/** n / (n - 1), where n counts the numbers of each channel of [B, C, ...] in a batch. */
function besselFactor({ shape }: Value): number {
  const [batch, , ...space] = sizes(shape);
  const count = space.reduce((product, size) => product * size, batch);
  if (count === 1) throw withoutVariance(shape);
  return count / (count - 1);
}

function withoutVariance(shape: Shape): DiscernError {
  return new DiscernError('too-few', 'batch normalisation cannot train on one number per channel', {
    given: `a batch normalisation whose input has the shape [${shape.join(', ')}]`,
    expected: 'at least 2 numbers per channel, better 16 pictures',
    todo: 'use larger batches, or fewer parts per batch, or leave the running statistics out of the trained weights',
  });
}

function following(running: Value, batch: Value, momentum: number): Value {
  return add(mul(running, 1 - momentum), mul(batch, momentum));
}
