import { add, mul, sign, sub } from '../../graph/ops.ts';
import type { Optimizer, Situation } from './optimizer.ts';

/** Options of lion; the defaults are the paper's. */
export type LionOptions = {
  /** How much of the remembered direction a step takes, 0..1. */
  readonly beta1?: number;
  /** How slowly the remembered direction follows gradients, 0..1: larger is smoother. */
  readonly beta2?: number;
  /** Share of each weight that a step of rate 1 takes away: three to ten times what suits adamW. */
  readonly weightDecay?: number;
};

/**
 * Lion: every number moves by the rate, in the sign of a smoothed gradient; half of AdamW's memory. Rates are a third
 * to a tenth of what suits adamW. Chen et al. 2023, algorithm 2.
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
