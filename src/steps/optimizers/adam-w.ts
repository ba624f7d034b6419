import { add, cast, div, mul, pow, sqrt, square, sub } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import type { Optimizer, Situation } from './optimizer.ts';

/** Options of adamW; the defaults suit nearly everything. */
export type AdamWOptions = {
  /** How slowly the mean of gradients follows, 0..1: larger is smoother. */
  readonly beta1?: number;
  /** How slowly the mean of their squares follows, 0..1: lower it where training is short or jumps. */
  readonly beta2?: number;
  /** Keeps steps small where gradients are nearly zero. */
  readonly epsilon?: number;
  /** Share of each weight that a step of rate 1 takes away: too much underfits, too little overfits few pictures. */
  readonly weightDecay?: number;
};

/**
 * AdamW: steps of equal size in every direction, and weight decay apart from the gradient.
 * Loshchilov and Hutter 2019, algorithm 2; as in PyTorch the decay is multiplied by the rate.
 */
export function adamW(options: AdamWOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999 } = options;
  return {
    slots: ['mean', 'square'],
    scalars: ({ count }) => ({ settled1: settled(beta1, count), settled2: sqrt(settled(beta2, count)) }),
    update: (situation) => updated(situation, options),
  };
}

/**
 * Both bias corrections are drawn out of the tensors, where they would cost two passes over all parameters:
 * (m / c1) / (sqrt(v / c2) + e) = (sqrt(c2) / c1) m / (sqrt(v) + sqrt(c2) e).
 */
function updated(
  { parameter, gradient, slots, scalars: { settled1, settled2 }, learningRate, decay }: Situation,
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0.01 }: AdamWOptions,
) {
  const m = add(mul(slots.mean, beta1), mul(gradient, 1 - beta1));
  const v = add(mul(slots.square, beta2), mul(square(gradient), 1 - beta2));
  const stepScalars = mul(learningRate, div(settled2, settled1));
  const decayed = decay ? mul(parameter, sub(1, mul(learningRate, weightDecay))) : parameter;
  const next = sub(decayed, mul(div(m, add(sqrt(v), mul(settled2, epsilon))), stepScalars));
  return { parameter: next, slots: { mean: m, square: v } };
}

/** 1 - beta^t: the weight that a moving average which began at zero has seen. In float64, for 1 - 0.999 cancels. */
export function settled(beta: number, count: Value): Value {
  return cast(sub(1, pow(beta, cast(count, 'float64'))), count.type);
}
