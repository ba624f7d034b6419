import { add, cast, div, mul, pow, sqrt, square, sub } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import type { Optimizer, Situation } from './optimizer.ts';

/** Options of adamW; the defaults suit nearly everything. */
export type AdamWOptions = {
  /** Decay of the running mean of gradients, 0..1. Larger is smoother, and reacts later. */
  readonly beta1?: number;
  /** Decay of the running mean of squared gradients, 0..1. Lower it where training is short or unsteady. */
  readonly beta2?: number;
  /** Added to the denominator, above 0: keeps steps small where gradients are nearly zero. */
  readonly epsilon?: number;
  /**
   * Share of each weight that a step of learning rate 1 removes, 0 or more. Too much underfits; too little overfits few
   * pictures.
   */
  readonly weightDecay?: number;
};

/**
 * AdamW (Loshchilov and Hutter 2019, algorithm 2): steps of equal size in every direction, with decoupled weight decay,
 * which is multiplied by the learning rate, as in PyTorch. The default for nearly everything.
 *   m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, c = 1 - b^t,
 *   w = w (1 - lr decay) - lr (m / c1) / (sqrt(v / c2) + e)
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
 * Both bias corrections are computed outside the tensors, where they would cost two passes over all parameters:
 *   (m / c1) / (sqrt(v / c2) + e) = (sqrt(c2) / c1) m / (sqrt(v) + sqrt(c2) e)
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

/** The bias correction 1 - beta^t of a moving average that started at zero. In float64, because 1 - 0.999 cancels. */
export function settled(beta: number, count: Value): Value {
  return cast(sub(1, pow(beta, cast(count, 'float64'))), count.type);
}
