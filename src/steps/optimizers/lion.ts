import { add, mul, sign, sub } from '../../graph/ops.ts';
import type { Optimizer, Situation } from './optimizer.ts';

/** Options of lion; the defaults are the paper's. */
export type LionOptions = {
  /** Share of the running mean in a step's direction, 0..1. Larger is smoother; smaller follows the newest gradient. */
  readonly beta1?: number;
  /** Decay of the running mean, 0..1. Larger is smoother, and reacts later. */
  readonly beta2?: number;
  /**
   * Share of each weight that a step of learning rate 1 removes: three to ten times that of adamW. Too much underfits;
   * too little overfits few pictures.
   */
  readonly weightDecay?: number;
};

/**
 * Lion (Chen et al. 2023, algorithm 2): every number moves by the learning rate, in the direction of the sign of a
 * smoothed gradient. It has half of AdamW's memory. Use a third to a tenth of AdamW's learning rate.
 *   w = w - lr (sign(b1 m + (1 - b1) g) + decay w), then m = b2 m + (1 - b2) g
 */
export function lion(options: LionOptions = {}): Optimizer {
  return { slots: ['mean'], update: (situation) => updated(situation, options) };
}

function updated(
  { parameter: x, gradient, slots, learningRate, decay }: Situation,
  { beta1 = 0.9, beta2 = 0.99, weightDecay = 0.01 }: LionOptions,
) {
  const c = sign(add(mul(slots.mean, beta1), mul(gradient, 1 - beta1)));
  const u = decay ? add(c, mul(x, weightDecay)) : c;
  const m = add(mul(slots.mean, beta2), mul(gradient, 1 - beta2));
  return { parameter: sub(x, mul(learningRate, u)), slots: { mean: m } };
}
