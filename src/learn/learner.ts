import type { TensorType } from '../graph/value.ts';
import type { LoadOptions, Runtime, Tensor } from '../runtime/runtime.ts';
import { floats, floatTensor, indexTensor } from '../runtime/tensors.ts';
import { initialState, nextName, type Objective, stepsGraph } from './step.ts';

/** Parameters and the optimizer's memory of them, by name. */
export type State = Readonly<Record<string, Tensor>>;

/** What some steps learn from: the samples of each, and its learning rate. */
export type Lesson = {
  /** Sample numbers, one list of B per step. */
  readonly order: readonly (readonly number[])[];
  /** One per step. */
  readonly rates: readonly number[];
  /** How many steps came before these. */
  readonly before: number;
};

/** Something that can be taught: a session that takes a state and gives the next. */
export type Learner = {
  readonly initial: State;
  /** The state after these steps, and the loss at each. */
  learn(state: State, lesson: Lesson): Promise<{ state: State; losses: Float32Array }>;
  dispose(): Promise<void>;
};

/** A learner over a pool of samples that stays in memory: tensors [N, ...] by the names that the objective knows. */
export async function poolLearner(
  objective: Objective,
  { pool, batch }: { readonly pool: Readonly<Record<string, Tensor>>; readonly batch: number },
  runtime: Runtime,
  options: LoadOptions = {},
): Promise<Learner> {
  const types = Object.fromEntries(Object.entries(pool).map(([name, tensor]) => [name, sampleType(tensor)]));
  const samples = Object.fromEntries(Object.entries(pool).map(([name, tensor]) => [`pool/${name}`, tensor]));
  const session = await runtime.load(stepsGraph(objective, types, batch), options);
  const parts = initialState(objective);
  return {
    initial: Object.fromEntries(parts.map(({ name, initial, shape }) => [name, floatTensor(initial, shape)])),
    async learn(state, { order, rates, before }) {
      const results = await session.run({
        ...samples,
        ...state,
        order: indexTensor(order.flat(), [order.length, batch]),
        rates: floatTensor(Float32Array.from(rates)),
        counts: floatTensor(Float32Array.from(rates, (_, i) => before + i + 1)),
      });
      const next = Object.fromEntries(parts.map(({ name }) => [name, results[nextName(name)]]));
      return { state: next, losses: floats(results.losses) };
    },
    dispose: () => session.dispose(),
  };
}

function sampleType({ type, shape: [, ...shape] }: Tensor): TensorType {
  return { type, shape };
}
