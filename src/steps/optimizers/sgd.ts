import { add, mul, sub } from '../../graph/ops.ts';
import type { Optimizer, Situation } from './optimizer.ts';

/** Options of sgd. */
export type SgdOptions = {
  /** Share of the last step that continues, 0..1. 0 is none; 0.9 averages noisy gradients; too much overshoots. */
  readonly momentum?: number;
  /** Nesterov momentum: takes the gradient's step after the momentum's (Sutskever et al. 2013). */
  readonly nesterov?: boolean;
  /**
   * Share of each weight that a step of learning rate 1 removes, 0 or more; decoupled from the gradient. Too much
   * underfits; too little overfits few pictures.
   */
  readonly weightDecay?: number;
};

/**
 * Stochastic gradient descent with momentum, as in PyTorch, but with decoupled weight decay as in adamW. The least
 * memory; it needs its learning rate tuned.
 *   v = momentum v + g, w = w (1 - lr decay) - lr v
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  return { slots: options.momentum ? ['velocity'] : [], update: (situation) => updated(situation, options) };
}

function updated(
  { parameter, gradient, slots, learningRate, decay }: Situation,
  { momentum = 0, nesterov = false, weightDecay = 0 }: SgdOptions,
) {
  const decayed = decay && weightDecay > 0 ? mul(parameter, sub(1, mul(learningRate, weightDecay))) : parameter;
  if (momentum === 0) return { parameter: sub(decayed, mul(learningRate, gradient)), slots: {} };
  const velocity = add(mul(slots.velocity, momentum), gradient);
  const direction = nesterov ? add(gradient, mul(velocity, momentum)) : velocity;
  return { parameter: sub(decayed, mul(learningRate, direction)), slots: { velocity } };
}
