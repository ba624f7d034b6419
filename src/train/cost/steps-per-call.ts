import type { Objective } from '../../steps/objective.ts';
import { stateBytes } from '../../steps/parameter.ts';
import { stateParts } from '../../steps/state.ts';

/** Bytes of state for each further step in a call: copying them takes about 10 ms. */
const bytesPerStep = 10e6;

/** The fewest and most steps of a call: between calls progress is reported and a signal to stop is read. */
const [fewest, most] = [4, 16];

/**
 * Steps of one call of the runtime, 4 to 16. A call copies the whole state out (1 ms a megabyte), so networks with many
 * weights take more steps in a call. Small ones take few, because a signal to stop is read between calls only.
 */
export function stepsPerCall(objective: Objective): number {
  const bytes = stateBytes(stateParts(objective));
  return Math.max(fewest, Math.min(most, Math.round(bytes / bytesPerStep)));
}
