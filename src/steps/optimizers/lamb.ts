import { add, and, div, greater, mul, sqrt, square, sub, sum, where } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import { settled } from './adam-w.ts';
import type { Optimizer, Situation } from './optimizer.ts';

/** Options of lamb; the defaults are the paper's. */
export type LambOptions = {
  /** Decay of the running mean of gradients, 0..1. Larger is smoother, and reacts later. */
  readonly beta1?: number;
  /** Decay of the running mean of squared gradients, 0..1. Lower it where training is short or unsteady. */
  readonly beta2?: number;
  /** Added to the denominator, above 0: keeps steps small where gradients are nearly zero. */
  readonly epsilon?: number;
  /**
   * Share of each weight that is added to its step, 0 or more. Too much underfits; too little overfits few pictures.
   */
  readonly weightDecay?: number;
};

/**
 * LAMB (You et al. 2020, algorithm 2, with phi(z) = z), for large batches, which it lets take large learning rates. It
 * scales Adam's step u, with decay, to the length of its parameter w:
 *   w = w - lr (|w| / |u|) u, or w - lr u where either length is 0
 */
export function lamb(options: LambOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999 } = options;
  return {
    slots: ['mean', 'square'],
    scalars: ({ count }) => ({ settled1: settled(beta1, count), settled2: settled(beta2, count) }),
    update: (situation) => updated(situation, options),
  };
}

function updated(
  { parameter: x, gradient, slots, scalars: { settled1, settled2 }, learningRate, decay }: Situation,
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-6, weightDecay = 0.01 }: LambOptions,
) {
  const m = add(mul(slots.mean, beta1), mul(gradient, 1 - beta1));
  const v = add(mul(slots.square, beta2), mul(square(gradient), 1 - beta2));
  const r = div(div(m, settled1), add(sqrt(div(v, settled2)), epsilon));
  const u = decay ? add(r, mul(x, weightDecay)) : r;
  const [ofX, ofU] = [length(x), length(u)];
  const trust = where(and(greater(ofX, 0), greater(ofU, 0)), div(ofX, ofU), 1);
  return { parameter: sub(x, mul(mul(learningRate, trust), u)), slots: { mean: m, square: v } };
}

/** The Euclidean length of all numbers as one vector, a scalar. */
function length(x: Value): Value {
  return sqrt(sum(square(x)));
}
