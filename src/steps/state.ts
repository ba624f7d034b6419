import { internalError } from '../base/error.ts';
import type { Tensor } from '../runtime/runtime.ts';
import { floats, floatTensor } from '../runtime/tensors.ts';
import type { Objective } from './objective.ts';
import { initialNumbers, numberCount, type Tracked } from './parameter.ts';

/** All that goes from step to step, by name: parameters, the optimizer's slots, statistics, moving averages. */
export type State = Readonly<Record<string, Tensor>>;

/** The parts of an objective's state, with their start. Throws `internal` where two have the same name. */
export function stateParts(objective: Objective): readonly Tracked[] {
  const { parameters, optimizer, emaDecay } = objective;
  const slots = parameters.flatMap((parameter) =>
    optimizer.slots.map((slot) => ({
      ...parameter,
      name: slotName(parameter.name, slot),
      initial: () => new Float32Array(numberCount(parameter)),
    })),
  );
  const movingAverages = emaDecay === undefined ? [] : trackedParts(objective).map(emaOf);
  const parts = [...trackedParts(objective), ...slots, ...movingAverages];
  const names = new Set(parts.map(({ name }) => name));
  if (names.size < parts.length) throw internalError('two parts of the state bear one name');
  return parts;
}

/** The state before the first step. */
export function initialState(objective: Objective): State {
  return Object.fromEntries(
    stateParts(objective).map((part) => [part.name, floatTensor(initialNumbers(part), part.shape)]),
  );
}

/** Parameters and statistics, by name, for validation and use: their moving averages where there are any. */
export function learnedWeights(objective: Objective, state: State): State {
  const place = objective.emaDecay === undefined ? (name: string) => name : emaName;
  return Object.fromEntries(trackedParts(objective).map(({ name }) => [name, state[place(name)]]));
}

/** The values of this single number in a state: of itself and of its moving average; none where the state lacks it. */
export function numbersOf(state: State, part: Tracked): number[] {
  return placesOf(state, part).map((place) => floats(state[place])[0]);
}

/** The state with this single number, and its moving average, set to a value; unchanged where the state lacks it. */
export function withNumbers(state: State, part: Tracked, value: number): State {
  const tensor = floatTensor(Float32Array.of(value), part.shape);
  return { ...state, ...Object.fromEntries(placesOf(state, part).map((place) => [place, tensor])) };
}

/** Heads, losses and averages put prefixes before a name: `average/head/NAME`. */
function placesOf(state: State, { name }: Tracked): string[] {
  return Object.keys(state).filter((place) => place.split('/').at(-1) === name);
}

/** Parameters and statistics of an objective: what a trained network consists of. */
export function trackedParts({ parameters, statistics = [] }: Objective): readonly Tracked[] {
  return [...parameters, ...statistics];
}

/** The name in the state of an optimizer's slot for a parameter. */
export function slotName(name: string, slot: string): string {
  return `optimizer.${slot}/${name}`;
}

/** The name in the state of a weight's moving average. */
export function emaName(name: string): string {
  return `average/${name}`;
}

function emaOf(part: Tracked): Tracked {
  return { ...part, name: emaName(part.name) };
}
