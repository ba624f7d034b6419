import { internalError } from '../base/error.ts';
import type { Tensor } from '../runtime/runtime.ts';
import { floats, floatTensor } from '../runtime/tensors.ts';
import type { Objective } from './objective.ts';
import { initialNumbers, numberCount, type Tracked } from './parameter.ts';

/** All that goes from step to step, by name: parameters, the optimizer's memory of them, statistics, averages. */
export type State = Readonly<Record<string, Tensor>>;

/** The parts of an objective's state, and where each begins. Throws `internal` where two would bear one name. */
export function stateParts(objective: Objective): readonly Tracked[] {
  const { parameters, optimizer, emaDecay } = objective;
  const slots = parameters.flatMap((parameter) =>
    optimizer.slots.map((slot) => ({
      ...parameter,
      name: slotName(parameter.name, slot),
      initial: () => new Float32Array(numberCount(parameter)),
    })),
  );
  const movingAverages = emaDecay === undefined ? [] : weightsOf(objective).map(emaOf);
  const parts = [...weightsOf(objective), ...slots, ...movingAverages];
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

/** Parameters and statistics, by name, as they are to be judged and used: their averages where these are kept. */
export function learnedWeights(objective: Objective, state: State): State {
  const place = objective.emaDecay === undefined ? (name: string) => name : emaName;
  return Object.fromEntries(weightsOf(objective).map(({ name }) => [name, state[place(name)]]));
}

/** Where a state has this single number, it and its average: what they are. */
export function numbersOf(state: State, part: Tracked): number[] {
  return placesOf(state, part).map((place) => floats(state[place])[0]);
}

/** The state with this single number, and its average, at so much; the same where it has none. */
export function withNumbers(state: State, part: Tracked, value: number): State {
  const tensor = floatTensor(Float32Array.of(value), part.shape);
  return { ...state, ...Object.fromEntries(placesOf(state, part).map((place) => [place, tensor])) };
}

/** Criterions and averages put their own words before a name. */
function placesOf(state: State, { name }: Tracked): string[] {
  return Object.keys(state).filter((place) => place.split('/').at(-1) === name);
}

/** What a network is made of: all that is learned or follows along. */
export function weightsOf({ parameters, statistics = [] }: Objective): readonly Tracked[] {
  return [...parameters, ...statistics];
}

/** Under which name the state holds what the optimizer remembers of a parameter. */
export function slotName(name: string, slot: string): string {
  return `optimizer.${slot}/${name}`;
}

/** Under which name the state holds the moving average of a weight. */
export function emaName(name: string): string {
  return `average/${name}`;
}

function emaOf(part: Tracked): Tracked {
  return { ...part, name: emaName(part.name) };
}
