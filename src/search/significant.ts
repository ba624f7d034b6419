import { winner } from './race.ts';
import type { Search } from './search-settings.ts';

/**
 * What a search says of a whole network that is to learn. Its scores are those of a head on features as they are: where none is
 * better by more than a standard error than what they are worth before anything is learned, they do not tell losses apart, and
 * the usual setting stands, which was tried first. All that was tried is told all the same.
 */
export function significant(search: Search): Search {
  const { chosen, trials, baseline } = search;
  const trial = trials.find((each) => each.loss === chosen.loss && each.dimensions === chosen.dimensions);
  if (!trial || trial.scores.length !== baseline.length) return search;
  const { scores, ...usual } = trials[0];
  const runs = [
    { contender: usual, scores: baseline },
    { contender: chosen, scores: trial.scores },
  ];
  const standing = winner(runs, baseline.length);
  return standing === chosen ? search : { ...search, chosen: standing };
}
