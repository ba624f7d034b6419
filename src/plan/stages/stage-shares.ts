import type { Search } from '../../search/search-hyperparameters.ts';
import { maxEpochs } from '../../train/cost/plan-within.ts';
import type { Stage } from '../training-plan.ts';
import type { TimeBudget } from './stage-lengths.ts';

/** With `deep`: the share of the time for the first stage, and how much lower the learning rate of the second is. */
export const deepStage = { share: 0.5, lrScale: 0.25, layerDecay: 0.8 } as const;

/**
 * The last stage, which learns the held-out pictures too. Its epochs, learning rate and time, as shares of those of the
 * stage before it: a quarter of the epochs on five quarters of the pictures.
 */
export const lastStage = { epochs: 0.25, lrScale: 0.3, cost: 0.32 } as const;

/** The most epochs with new views each. */
export const mostWithNewViews = 100;

/** The share of the time for the stages before the last one; 1 where no last stage learns all pictures. */
export function shareOfTrain(learnsAll: boolean): number {
  return 1 / (learnsAll ? 1 + lastStage.cost : 1);
}

/**
 * What this many seconds of learning allow each stage. `search`: says after how many epochs a head alone learns nothing
 * more.
 */
export function timeBudgets(stages: readonly Stage[], seconds: number, search: Search | null): TimeBudget[] {
  const onTrain = stages.filter(({ on }) => on === 'train').length;
  const share = shareOfTrain(onTrain < stages.length);
  return stages.map(({ on, views, epochs }, i) => {
    if (on === 'all') return { until: seconds, most: epochs };
    const most = views === null ? mostWithNewViews : (search?.chosen.epochs ?? maxEpochs);
    return { until: seconds * share * (i + 1 < onTrain ? deepStage.share : 1), most };
  });
}

/** A learning rate as a share of another, to two significant digits, because people read it in the plan. */
export function shareOfRate(share: number, learningRate: number): number {
  return Number((share * learningRate).toPrecision(2));
}
