import type { LoadOptions, Runtime, Session, Tensor } from '../../runtime/runtime.ts';
import { floats, floatTensor } from '../../runtime/tensors.ts';
import type { Objective } from '../../steps/objective.ts';
import { initialState, learnedWeights, type State } from '../../steps/state.ts';

/** Some steps to take. Their number says which samples they learn from: the same step, the same batch. */
export type StepInputs = {
  /** How many steps came before these. */
  readonly before: number;
  /** The learning rate of each. */
  readonly learningRates: readonly number[];
  /** How many steps there will be in all, so that what comes next can be made ready. */
  readonly total: number;
};

/** Where some steps led. */
export type StepResults = {
  readonly state: State;
  /** At each step, before its update. */
  readonly losses: Float32Array;
  /** What else the loss reports at each step, by name. */
  readonly reports: Readonly<Record<string, Float32Array>>;
};

/** Something that can be taught: a session that takes a state and gives the next. */
export type Learner = {
  readonly initial: State;
  /** The step graph's ONNX file: what is computed, and so what a state belongs to. */
  readonly model: Uint8Array;
  learn(state: State, inputs: StepInputs): Promise<StepResults>;
  /** Of a state, the parameters and statistics that are to be judged and used. */
  weights(state: State): State;
  dispose(): Promise<void>;
};

/** A learner that runs `model` (steps-graph.ts); `material` gives the model's other inputs for a lesson. */
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
      learned(Object.keys(initial), session, state, { ...(await material(inputs)), ...paces(inputs) }),
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

function paces({ before, learningRates }: StepInputs): Readonly<Record<string, Tensor>> {
  return {
    learningRates: floatTensor(Float32Array.from(learningRates)),
    counts: floatTensor(Float32Array.from(learningRates, (_, i) => before + i + 1)),
  };
}
