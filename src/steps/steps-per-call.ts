import type { Objective } from './objective.ts';
import { stateBytes } from './parameter.ts';
import { stateParts } from './state.ts';

/** Bytes of state that are worth one more step in a call: to copy them takes about 10 ms. */
const bytesPerStep = 10e6;

/** Between so many steps progress is told and a signal to stop is heard. */
const [fewest, most] = [4, 16];

/**
 * Steps of one call of the runtime. Each call copies the whole state out (1 ms a megabyte), so that networks with many
 * weights take more steps at a time; small ones take few, because a signal to stop is heard between calls.
 */
export function stepsPerCall(objective: Objective): number {
  const bytes = stateBytes(stateParts(objective));
  return Math.max(fewest, Math.min(most, Math.round(bytes / bytesPerStep)));
}
