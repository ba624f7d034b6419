import { counted, percent } from '../../base/figures.ts';
import { mean } from '../../metrics/mean.ts';
import type { TrainingPlan } from '../../plan/training-plan.ts';
import { meanScore } from '../../search/search-hyperparameters.ts';

/** A training plan in one line of text. */
export function planText(plan: TrainingPlan): string {
  const { stages, batch, network, preset, dimensions, selection, loss, supervision } = plan;
  const lines = stages.map(({ cut, views, epochs, learningRate, recomputeSegments = 1, accumulationSteps = 1 }) => {
    const seen = views === null ? 'new views each epoch' : `${counted(views, 'view')} of each picture`;
    const divided = accumulationSteps === 1 ? '' : ` in ${accumulationSteps} parts`;
    const again = recomputeSegments === 1 ? '' : `, activations recomputed in ${recomputeSegments} segments`;
    const epochsText = `${counted(epochs, 'epoch')} from ${cut} on, ${seen}, batches of ${batch}${divided}${again}`;
    return `${epochsText}, learning rate ${learningRate}`;
  });
  const chosenBy = { val: 'val', fifth: `a fifth of ${supervision?.apart ?? 'train'}`, none: 'nothing' }[selection];
  const by = supervision?.by.join(' and ') ?? 'labels';
  const name = network.architecture ?? network.backbone;
  const what = `${loss} on ${by}${searchText(plan)}; validated on ${chosenBy}`;
  return `plan: ${name} to ${dimensions} dimensions, ${lines.join('; then ')}; preset ${preset}; ${what}`;
}

/** The result of the search for the loss; empty without a search. */
function searchText({ search, loss, dimensions }: TrainingPlan): string {
  if (!search || search.trials.length === 0) return '';
  const { trials, metric, baseline, folds, cutShort } = search;
  const reported = `, best of ${counted(trials.length, 'setting')}${cutShort ? ' (the time was up)' : ''}`;
  const met = trials.filter((trial) => trial.loss === loss && trial.dimensions === dimensions);
  const whole = met.filter(({ scores }) => scores.length === folds);
  if (whole.length === 0 || metric === null || baseline.length === 0) return reported;
  const best = Math.max(...whole.map(meanScore));
  const heldOut = metric === 'recall at 1' ? 'classes' : 'pictures';
  return `${reported}: ${percent(best)} ${metric} on held-out ${heldOut}, ${percent(mean(baseline))} before training`;
}
