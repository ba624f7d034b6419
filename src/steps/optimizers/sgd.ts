import { add, mul, sub } from '../../graph/ops.ts';
import type { Optimizer, Situation } from './optimizer.ts';

/** Options of sgd. */
export type SgdOptions = {
  /** How much of the last step goes on, 0..1: 0 for none; 0.9 where gradients are noisy. */
  readonly momentum?: number;
  /** Looks where momentum leads before it steps (Sutskever et al. 2013). */
  readonly nesterov?: boolean;
  /** Share of each weight that a step of rate 1 takes away, apart from the gradient. */
  readonly weightDecay?: number;
};

/** Stochastic gradient descent with momentum, as in PyTorch; the decay is decoupled as in adamW. */
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
