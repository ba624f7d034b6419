import { counted, percent } from '../base/figures.ts';
import { mean } from '../metrics/mean.ts';
import type { TrainingPlan } from '../plan/training-plan.ts';
import { meanScore } from '../search/search-settings.ts';

/** A plan of training in one line, for people. */
export function planText(plan: TrainingPlan): string {
  const { stages, batch, network, preset, dimensions, selection, loss, supervision } = plan;
  const lines = stages.map(({ cut, views, epochs, learningRate, recomputeSegments = 1, accumulationSteps = 1 }) => {
    const seen = views === null ? 'new views each' : `${counted(views, 'view')} of each picture`;
    const divided = accumulationSteps === 1 ? '' : ` in ${accumulationSteps} parts`;
    const again = recomputeSegments === 1 ? '' : `, activations computed again in ${recomputeSegments} segments`;
    return `${counted(epochs, 'epoch')} from ${cut} on, ${seen}, batches of ${batch}${divided}${again}, rate ${learningRate}`;
  });
  const chosenBy = { val: 'val', fifth: `a fifth of ${supervision?.apart ?? 'train'}`, none: 'nothing' }[selection];
  const by = supervision?.by.join(' and ') ?? 'labels';
  const name = network.architecture ?? network.backbone;
  return `the plan: ${name} to ${dimensions} numbers, ${lines.join('; then ')}; preset ${preset}; ${loss} by ${by}${searchText(plan)}; chosen by ${chosenBy}`;
}

/** How a loss came to be chosen, where it was searched for. */
function searchText({ search, loss, dimensions }: TrainingPlan): string {
  if (!search || search.trials.length === 0) return '';
  const { trials, metric, baseline, folds, cutShort } = search;
  const reported = `, the choice among ${counted(trials.length, 'setting')}${cutShort ? ' for which there was time' : ''}`;
  const met = trials.filter((trial) => trial.loss === loss && trial.dimensions === dimensions);
  const whole = met.filter(({ scores }) => scores.length === folds);
  if (whole.length === 0 || metric === null || baseline.length === 0) return reported;
  const best = Math.max(...whole.map(meanScore));
  return `${reported}: ${percent(best)} ${metric} on ${metric === 'recall at 1' ? 'classes' : 'pictures'} held out, ${percent(mean(baseline))} before learning`;
}
