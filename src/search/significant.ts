import { winner } from './race.ts';
import type { Search } from './search-hyperparameters.ts';

/**
 * Keeps the default hyperparameters unless the winner beats the baseline (the score before training) by more than one
 * standard error. For searches before fine-tuning a whole network: the scores are of heads on frozen features, and
 * without such a lead they do not separate the losses. The defaults are the first trial. All trials are still reported.
 */
export function significant(search: Search): Search {
  const { chosen, trials, baseline } = search;
  const trial = trials.find((each) => each.loss === chosen.loss && each.dimensions === chosen.dimensions);
  if (!trial || trial.scores.length !== baseline.length) return search;
  const { scores, ...defaults } = trials[0];
  const runs = [
    { contender: defaults, scores: baseline },
    { contender: chosen, scores: trial.scores },
  ];
  const standing = winner(runs, baseline.length);
  return standing === chosen ? search : { ...search, chosen: standing };
}
