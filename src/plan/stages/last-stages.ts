import type { PlanTask } from '../plan-task.ts';
import type { Stage } from '../training-plan.ts';
import { lastStage, shareOfRate } from './stage-shares.ts';

/** From this many learned pictures on, those held out have nothing to add. */
export const plenty = 20_000;

/**
 * The stage that at last learns the held-out pictures too, at a low rate, after the stage `last`; none where nothing is
 * learned so.
 */
export function stagesOnAll(task: PlanTask, last: Stage): Stage[] {
  if (!learnsAll(task)) return [];
  const epochs = Math.max(1, Math.round(lastStage.epochs * last.epochs));
  return [{ ...last, on: 'all', epochs, learningRate: shareOfRate(lastStage.lrScale, last.learningRate) }];
}

/**
 * Whether a last stage learns the held-out pictures too. Not where there are no labels: `fit` sets its threshold on
 * them, and a picture that was learned cannot set it.
 */
export function learnsAll({
  selection,
  counts,
  annotated,
  set,
}: Pick<PlanTask, 'selection' | 'counts' | 'annotated' | 'set'>): boolean {
  const setsThreshold = annotated !== null && set.classes.length === 0;
  return selection === 'fifth' && counts.learned < plenty && !setsThreshold;
}
