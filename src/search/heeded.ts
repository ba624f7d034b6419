import { winner } from './race.ts';
import type { Search } from './search-settings.ts';

/**
 * What a search says of a whole network that is to learn. Its scores are those of a head on features as they are: where none is
 * better by more than a standard error than what they are worth before anything is learned, they do not tell losses apart, and
 * the usual setting stands, which was tried first. All that was tried is told all the same.
 */
export function heeded(search: Search): Search {
  const { chosen, trials, untaught } = search;
  const trial = trials.find((each) => each.loss === chosen.loss && each.dimensions === chosen.dimensions);
  if (!trial || trial.scores.length !== untaught.length) return search;
  const { scores, ...usual } = trials[0];
  const runs = [
    { contender: usual, scores: untaught },
    { contender: chosen, scores: trial.scores },
  ];
  const standing = winner(runs, untaught.length);
  return standing === chosen ? search : { ...search, chosen: standing };
}
