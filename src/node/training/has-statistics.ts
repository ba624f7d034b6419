import { weightsOf } from '../../graph/network.ts';
import type { Cut, LearnableNetwork } from '../../train/cost/learnable-network.ts';

/** Whether a network has batch normalisation, which allows larger learning rates. Transformers have layer normalisation. */
export function hasStatistics(network: LearnableNetwork, cut: Cut): boolean {
  return weightsOf(network.tail(cut, 1)).some(({ role }) => role === 'statistic');
}
