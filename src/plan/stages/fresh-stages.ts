import { networkWeights } from '../../graph/network.ts';
import type { LearnableNetwork, TrainableCut } from '../../train/cost/learnable-network.ts';
import { learningSeconds, type Speeds, viewSeconds } from '../../train/cost/plan-within.ts';
import type { PlanTask } from '../plan-task.ts';
import { memoryParts, type StageMemory, slowed } from '../stage-memory.ts';
import type { Stage } from '../training-plan.ts';
import { learnsAll, plenty, stagesOnAll } from './last-stages.ts';
import { mostWithNewViews, shareOfTrain } from './stage-shares.ts';

/** The largest learning rates of AdamW from random weights, without batch normalisation and with it. */
const rates = { fresh: 1e-3, normalised: 2e-3 } as const;

/** The stages of a network from scratch: everything learns, from new views of the pictures each epoch. */
export function freshStages(task: PlanTask, speeds: Speeds, memory: StageMemory): Stage[] {
  const [pictures] = task.network.cuts;
  const share = shareOfTrain(learnsAll(task));
  const epochs = Math.min(mostWithNewViews, newViewEpochs(pictures, task, slowed(speeds, memory(pictures)), share));
  const first: Stage = {
    on: 'train',
    cut: pictures.name,
    views: null,
    epochs,
    learningRate: hasStatistics(task.network, pictures) ? rates.normalised : rates.fresh,
    layerDecay: 1,
    ...memoryParts(memory(pictures)),
  };
  return [first, ...stagesOnAll(task, first)];
}

/** The batch of a network from scratch: larger ones are quicker, but among few pictures leave too few steps. */
export function freshBatch(pictures: number): number {
  return pictures < plenty ? 64 : 128;
}

/** The share of the time that the estimate may fill: views, learning and validation slow each other down. */
const filled = 0.6;

/** Epochs with new views each that fit into a share of the time, at least one. */
export function newViewEpochs(cut: TrainableCut, { counts, seconds }: PlanTask, speeds: Speeds, share: number): number {
  const viewed = viewSeconds(speeds, cut);
  const learned = learningSeconds(speeds, cut);
  const epoch = counts.learned * (viewed + learned) + (counts.validated * learned) / 3;
  return Math.max(1, Math.floor((filled * share * seconds) / epoch));
}

/**
 * Whether a network has batch normalisation, which allows larger learning rates. Transformers have layer normalisation.
 */
function hasStatistics(network: LearnableNetwork, cut: TrainableCut): boolean {
  return networkWeights(network.tail(cut, 1)).some(({ role }) => role === 'statistic');
}
