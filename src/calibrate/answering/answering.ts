import type { Threshold } from '../../gallery/threshold.ts';
import type { OutcomeModel } from './outcome-model.ts';

/** One of the two approaches. */
export type Approach = 'classifier' | 'gallery';

/** How a bundle comes to one answer; validation chose it. */
export type Answering = {
  /** Who names the class. */
  readonly names: Approach;
  /** Who says whether the picture is known; `both`: both weighed together, by the log-odds of `outcomes`. */
  readonly knows: Approach | 'both';
  /** From which log-odds on `both` count a picture as known. */
  readonly threshold: Threshold;
  /** Gives the confidence, on the features of both approaches: see features.ts. */
  readonly outcomes: OutcomeModel;
};

/** Whose answer it is: `hybrid` where one approach does not both name the class and know the unknown. */
export function answersBy({ names, knows }: Pick<Answering, 'names' | 'knows'>): Approach | 'hybrid' {
  return names === knows ? names : 'hybrid';
}
