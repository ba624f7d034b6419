import type { Threshold } from '../../gallery/threshold.ts';
import type { OutcomeModel } from './outcome-model.ts';

/** One of the two approaches. */
export type Approach = 'classifier' | 'gallery';

/** How a bundle comes to one answer; validation chose it. */
export type Answering = {
  /**
   * Who says whether a picture is known. `hybrid`: both together, by the log-odds of `outcomes`, and `names` gives the
   * class.
   */
  readonly by: Approach | 'hybrid';
  /** Who names the class. */
  readonly names: Approach;
  /** From which log-odds on `hybrid` counts a picture as known. */
  readonly threshold: Threshold;
  /** Gives the confidence, on the features of both approaches: see features.ts. */
  readonly outcomes: OutcomeModel;
};
