import { weightsOf } from '../../graph/network.ts';
import type { LearnableNetwork, TrainableCut } from '../../train/cost/learnable-network.ts';

/** Whether a network has batch normalisation, which allows larger learning rates. Transformers have layer normalisation. */
export function hasStatistics(network: LearnableNetwork, cut: TrainableCut): boolean {
  return weightsOf(network.tail(cut, 1)).some(({ role }) => role === 'statistic');
}
