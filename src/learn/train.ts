import { throwIfAborted, type Watch } from '../base/progress.ts';
import type { Learner, State } from './learner.ts';
import type { Schedule } from './schedules/schedule.ts';

/** How well a state does on pictures that are not learned from. */
export type Validation = { readonly loss: number; readonly accuracy: number };

/** One pass over the samples, as it went. */
export type Epoch = {
  /** Counted from 1. */
  readonly epoch: number;
  /** Mean over the pass. */
  readonly loss: number;
  /** The last step's. */
  readonly rate: number;
  readonly validation: Validation | null;
};

/** What training does, decided before it begins. */
export type Plan = {
  /** Batches of sample numbers, without end. */
  readonly batches: Iterator<readonly number[], never>;
  readonly schedule: Schedule;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** Steps between two looks at the signal: one call of the runtime. */
  readonly stepsPerCall: number;
  /** Epochs without a better validation loss after which training ends. */
  readonly patience: number;
};

/** Where training ended. */
export type Trained = {
  /** The state of the best epoch: by validation where there is one, else the last. */
  readonly state: State;
  /** That epoch, counted from 1; 0 where no epoch bettered the beginning. */
  readonly best: number;
  readonly history: readonly Epoch[];
};

/**
 * Teaches a learner: epochs of batches at scheduled rates, each validated, the best state kept. Ends early when
 * validation has not improved for `patience` epochs, or when the loss is no longer finite. Throws `interrupted`.
 */
export async function train(
  learner: Learner,
  plan: Plan,
  validate: ((state: State) => Promise<Validation>) | null,
  { progress, signal }: Watch = {},
): Promise<Trained> {
  const history: Epoch[] = [];
  let state = learner.initial;
  let best = { state, epoch: 0, score: Number.POSITIVE_INFINITY };
  for (let epoch = 1; epoch <= plan.epochs && epoch - best.epoch <= plan.patience; epoch++) {
    const pass = await onePass(learner, plan, state, { epoch, signal });
    if (!Number.isFinite(pass.loss)) break;
    state = pass.state;
    const validation = validate ? await validate(state) : null;
    const score = validation?.loss ?? -epoch;
    if (score < best.score) best = { state, epoch, score };
    history.push({ epoch, loss: pass.loss, rate: pass.rate, validation });
    progress?.({ stage: 'learning', done: epoch, total: plan.epochs, note: `loss ${pass.loss.toFixed(3)}` });
  }
  return { state: best.state, best: best.epoch, history };
}

async function onePass(
  learner: Learner,
  { batches, schedule, stepsPerEpoch, stepsPerCall }: Plan,
  begin: State,
  { epoch, signal }: { readonly epoch: number; readonly signal: AbortSignal | undefined },
): Promise<{ state: State; loss: number; rate: number }> {
  const first = (epoch - 1) * stepsPerEpoch;
  const end = first + stepsPerEpoch;
  let state = begin;
  let total = 0;
  for (let before = first; before < end; before += stepsPerCall) {
    throwIfAborted(signal);
    const steps = Array.from({ length: Math.min(stepsPerCall, end - before) }, (_, i) => before + i);
    const order = steps.map(() => batches.next().value);
    const learned = await learner.learn(state, { order, rates: steps.map(schedule), before });
    state = learned.state;
    total += learned.losses.reduce((a, b) => a + b, 0);
  }
  return { state, loss: total / stepsPerEpoch, rate: schedule(end - 1) };
}
