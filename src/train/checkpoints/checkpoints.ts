import { DiscernError } from '../../base/error.ts';
import { sha256, sha256OfJson } from '../../base/hash.ts';
import type { Storage } from '../../base/storage.ts';
import type { State } from '../../steps/state.ts';
import type { Learner } from '../loop/learner.ts';
import { type LoopPlan, totalSteps } from '../loop/plan.ts';
import { secondsNow } from '../loop/progress-report.ts';
import type { TrainState } from '../loop/train-state.ts';
import { checkpointFile, checkpointIn } from './checkpoint-file.ts';
import type { Checkpointer } from './checkpointer.ts';

/** Where and how often the training state is saved. */
export type CheckpointOptions = {
  readonly storage: Storage;
  /** Name of the file, `training.safetensors` by default. It is one file, replaced by every save. */
  readonly name?: string;
  /**
   * Seconds between two saves, 60 by default. A smaller number loses less in a crash and costs more. 0: saves after
   * every call of the runtime.
   */
  readonly everySeconds?: number;
  /**
   * True: resumes from the saved state, where there is one. False (default): starts from the beginning and replaces the
   * saved state.
   */
  readonly resume?: boolean;
  /** What else must be equal for a state to be resumed, as JSON: for instance the data and the seed. */
  readonly belongsTo?: unknown;
  /** Gives the time in seconds, from any fixed moment on. */
  readonly clock?: () => number;
};

/**
 * Makes a checkpointer for this learner and plan. A run that was killed and resumed ends in the same bytes as a run
 * that was never killed, unless a clock decides its length. `load` throws `fingerprint` where the saved state belongs
 * to another plan, and `truncated` where the file is damaged.
 */
export async function checkpoints(
  learner: Learner,
  plan: LoopPlan,
  {
    storage,
    name = 'training.safetensors',
    everySeconds = 60,
    resume = false,
    belongsTo,
    clock = secondsNow,
  }: CheckpointOptions,
): Promise<Checkpointer> {
  const identity = await identityOf(learner, plan, belongsTo);
  let last = clock();
  const save = async (trainState: TrainState) => {
    await storage.write(name, await checkpointFile(trainState, identity));
    last = clock();
    return name;
  };
  return {
    async load() {
      const bytes = resume ? await bytesUnder(storage, name) : null;
      if (bytes === null) return null;
      const found = await checkpointIn(bytes);
      if (found.identity !== identity) throw otherPlan(name);
      return found.trainState;
    },
    save,
    async saveIfDue(trainState) {
      if (clock() - last >= everySeconds) await save(trainState);
    },
  };
}

/** A hash of everything that decides the result of training. */
async function identityOf(learner: Learner, plan: LoopPlan, belongsTo: unknown): Promise<string> {
  const learningRates = Float64Array.from({ length: totalSteps(plan) }, (_, step) => plan.schedule(step));
  const { schedule, ...numbers } = plan;
  return sha256OfJson({
    model: await sha256(learner.model),
    initial: await sha256OfTensors(learner.initial),
    learningRates: await sha256(new Uint8Array(learningRates.buffer)),
    plan: Object.entries({ ...numbers, ...numbers.guard }).map(([key, value]) => [key, String(value)]),
    belongsTo: belongsTo ?? null,
  });
}

/** A hash of tensors and their names. */
export async function sha256OfTensors(tensors: State): Promise<string> {
  const hashes = Object.entries(tensors).map(async ([name, { type, shape, data }]) => {
    return [name, type, shape, await sha256(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))];
  });
  return sha256OfJson(await Promise.all(hashes));
}

async function bytesUnder(storage: Storage, name: string): Promise<Uint8Array | null> {
  try {
    return await storage.read(name);
  } catch (thrown) {
    if (thrown instanceof DiscernError && thrown.code === 'not-found') return null;
    throw thrown;
  }
}

function otherPlan(name: string): DiscernError {
  return new DiscernError('fingerprint', 'the checkpoint belongs to another training', {
    given: `${name}, saved with another plan, network, seed or data, or on another kind of processor`,
    expected: 'a checkpoint of this training',
    todo: 'resume with the same plan and data on the same kind of machine, or start again without resuming',
  });
}
