import type { LoadOptions, Runtime, Session, Tensor } from '../../runtime/runtime.ts';
import { floats, floatTensor } from '../../runtime/tensors.ts';
import type { Objective } from '../../steps/objective.ts';
import { initialState, learnedWeights, type State } from '../../steps/state.ts';

/** The steps to take in one call. The number of a step decides its batch: the same step always gets the same batch. */
export type StepInputs = {
  /** Number of steps done before these. */
  readonly before: number;
  /** The learning rate of each step. */
  readonly learningRates: readonly number[];
  /** Number of steps of the whole training. A learner prepares later batches only up to it. */
  readonly total: number;
};

/** The result of some steps. */
export type StepResults = {
  readonly state: State;
  /** The loss of each step, before its update. */
  readonly losses: Float32Array;
  /** Other values that the loss reports, for each step, by name. */
  readonly reports: Readonly<Record<string, Float32Array>>;
};

/** A loaded training step: takes a state and gives the next one. */
export type Learner = {
  readonly initial: State;
  /** The ONNX file of the step graph. A saved state belongs to this graph. */
  readonly model: Uint8Array;
  learn(state: State, inputs: StepInputs): Promise<StepResults>;
  /**
   * The parameters and statistics to validate and to use, taken from a state (the moving averages where there are any).
   */
  weights(state: State): State;
  dispose(): Promise<void>;
};

/**
 * A learner that runs the step graph `model` (steps-graph.ts). `material` gives the other inputs of the graph, such as
 * the batches, for the steps of a call.
 */
export async function learnerOf(
  objective: Objective,
  model: Uint8Array,
  material: (inputs: StepInputs) => Promise<Readonly<Record<string, Tensor>>>,
  { runtime, ...options }: LoadOptions & { readonly runtime: Runtime },
): Promise<Learner> {
  const session = await runtime.load(model, options);
  const initial = initialState(objective);
  return {
    initial,
    model,
    learn: async (state, inputs) =>
      learned(Object.keys(initial), session, state, { ...(await material(inputs)), ...stepScalars(inputs) }),
    weights: (state) => learnedWeights(objective, state),
    dispose: () => session.dispose(),
  };
}

async function learned(
  parts: readonly string[],
  session: Session,
  state: State,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<StepResults> {
  const before = Object.fromEntries(parts.map((name) => [`state/${name}`, state[name]]));
  const results = await session.run({ ...feeds, ...before });
  const reports = Object.entries(results).filter(([name]) => name.startsWith('report/'));
  return {
    state: Object.fromEntries(parts.map((name) => [name, results[`next/${name}`]])),
    losses: floats(results.losses),
    reports: Object.fromEntries(reports.map(([name, values]) => [name.slice('report/'.length), floats(values)])),
  };
}

function stepScalars({ before, learningRates }: StepInputs): Readonly<Record<string, Tensor>> {
  return {
    learningRates: floatTensor(Float32Array.from(learningRates)),
    counts: floatTensor(Float32Array.from(learningRates, (_, i) => before + i + 1)),
  };
}
