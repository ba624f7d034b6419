import type { Search } from '../../search/search-hyperparameters.ts';
import { maxEpochs } from '../../train/cost/plan-within.ts';
import type { TimeBudget } from './stage-lengths.ts';
import type { Stage } from './training-plan.ts';

/** With --deep, the share of the time for the cut; and how much gentler what follows is. */
export const deepStage = { share: 0.5, lrScale: 0.25, layerDecay: 0.8 } as const;

/**
 * The stage that also learns what was spared: its epochs and rate as a share of the stage's before it, and what it costs, also
 * as a share: a quarter of the epochs on five quarters of the pictures.
 */
export const lastStage = { epochs: 0.25, lrScale: 0.3, cost: 0.32 } as const;

/** The most epochs with new views each. */
export const mostWithNewViews = 100;

/** The share of the time for what is learned before what was spared, where that is learned at last. */
export function shareOfTrain(learnsAll: boolean): number {
  return 1 / (learnsAll ? 1 + lastStage.cost : 1);
}

/** What so many seconds of learning allow each stage; the search says where a head alone learns nothing more, null: nothing does. */
export function timeBudgets(stages: readonly Stage[], seconds: number, search: Search | null): TimeBudget[] {
  const onTrain = stages.filter(({ on }) => on === 'train').length;
  const share = shareOfTrain(onTrain < stages.length);
  return stages.map(({ on, views, epochs }, i) => {
    if (on === 'all') return { until: seconds, most: epochs };
    const most = views === null ? mostWithNewViews : (search?.chosen.epochs ?? maxEpochs);
    return { until: seconds * share * (i + 1 < onTrain ? deepStage.share : 1), most };
  });
}
