import { type ProgressOptions, throwIfAborted } from '../base/progress.ts';
import type { PresetName } from '../images/augment/presets.ts';
import type { LoadOptions, Runtime } from '../runtime/runtime.ts';
import { slowdown } from '../steps/fit-memory.ts';
import type { Views } from '../train/batches/views.ts';
import { secondsPerStep } from '../train/cost/budget.ts';
import type { LearnableNetwork, TrainableCut } from '../train/cost/learnable-network.ts';
import type { Speeds } from '../train/cost/plan-within.ts';
import { embeddingLearner } from '../train/embedding-learner.ts';
import { evenNumbers, measuredHead } from './measured-head.ts';
import { fittingCut, type StageMemory } from './stage-memory.ts';

/** What is measured. */
export type MeasureTask = {
  readonly network: LearnableNetwork;
  /** Some pictures of the data set. */
  readonly paths: readonly string[];
  readonly preset: PresetName;
  readonly batch: number;
  readonly dimensions: number;
  readonly classes: number;
  readonly batchNorm: 'follow' | 'frozen';
  readonly memory: StageMemory;
  /** The least time that each thing is timed for: the longer, the less a short load of the machine counts. */
  readonly seconds: number;
  readonly signal?: AbortSignal | undefined;
  /** Draws the views that are timed. */
  readonly views: Views;
  /** Runs the steps that are timed. */
  readonly runtime: Runtime;
};

/** Views of each picture that are timed. */
const timedViews = [0, 1];

/** The fewest rounds. The quickest one counts: whatever else the machine does only slows it. */
const leastRounds = 3;

/** Learning is timed at the cuts where the frozen part has this share of all multiplications. */
const timedShares = [1, 0.75, 0.5];

/**
 * The seconds that a view and a learned picture take on this machine, from a few of each. Takes about five times
 * `seconds`.
 */
export async function measureSpeeds(
  task: MeasureTask,
  { progress, ...loading }: LoadOptions & Pick<ProgressOptions, 'progress'>,
): Promise<Speeds> {
  const { cuts } = task.network;
  const [pictures, features] = [cuts[0], cuts[cuts.length - 1]];
  const isFresh = task.batchNorm === 'follow';
  const fitting = (share: number) => {
    const place = cuts.findIndex(({ trunk }) => trunk >= share * features.trunk);
    return fittingCut(cuts.slice(place), task.memory);
  };
  const wanted = new Set(timedShares.map(fitting));
  const learned = wanted.size > 1 ? [...wanted] : [features, fitting(0)];
  const report = (done: number) => progress?.({ stage: 'measuring this machine', done, total: 2 + learned.length });
  report(0);
  const plain = await (isFresh ? repeatedViewSeconds(task, loading) : viewSeconds(task, pictures, loading));
  report(1);
  const whole = await viewSeconds(task, features, loading);
  const learning = [];
  for (const cut of learned) {
    report(2 + learning.length);
    learning.push({ tail: cut.tail, seconds: await pictureSeconds(task, cut, loading) });
  }
  report(2 + learned.length);
  return {
    view: { fixed: plain, perMultiplication: Math.max(0, whole - plain) / Math.max(1, features.trunk) },
    learning,
  };
}

async function viewSeconds(
  { network, paths, preset, seconds, signal, views: port }: MeasureTask,
  cut: TrainableCut,
  { threads }: LoadOptions,
): Promise<number> {
  const { preprocessing } = network.card;
  const source = await port.through(network.trunk(cut), { preprocessing, preset, seed: 0, threads });
  const each = (views: readonly number[]) =>
    Promise.all(paths.map((path, sample) => source.read([{ path, sample, views }])));
  try {
    await each([0]);
    return (
      (await quickest({ seconds, signal }, () => timed(() => each(timedViews)))) / (paths.length * timedViews.length)
    );
  } finally {
    await source.close();
  }
}

/** Seconds per view of pictures that were decoded before, as they are where everything learns. */
async function repeatedViewSeconds(
  { network, paths, preset, seconds, signal, views: port }: MeasureTask,
  { threads }: LoadOptions,
): Promise<number> {
  const { preprocessing } = network.card;
  const source = await port.repeated({ name: 'timed', paths }, { preprocessing, preset, seed: 0, threads });
  const each = () => Promise.all(paths.map((path, sample) => source.read([{ path, sample, views: [1] }])));
  try {
    await each();
    return (await quickest({ seconds, signal }, () => timed(each))) / paths.length;
  } finally {
    await source.close();
  }
}

/** The seconds of the quickest round; rounds go on for `seconds` at least. Throws `interrupted`. */
async function quickest(
  { seconds, signal }: Pick<MeasureTask, 'seconds' | 'signal'>,
  round: () => Promise<number>,
): Promise<number> {
  const started = performance.now();
  const times: number[] = [];
  while (times.length < leastRounds || performance.now() - started < 1000 * seconds) {
    throwIfAborted(signal);
    times.push(await round());
  }
  throwIfAborted(signal);
  return Math.min(...times);
}

/** Seconds that work takes. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/**
 * Seconds per learned picture where the network learns from a cut on. The graph that was weighed for this cut is timed.
 */
export async function pictureSeconds(task: MeasureTask, cut: TrainableCut, loading: LoadOptions): Promise<number> {
  const { network, batch, classes, batchNorm, memory } = task;
  const { recomputeSegments, accumulationSteps, steps } = memory(cut);
  const learner = await embeddingLearner(
    {
      network: network.tail(cut, batch / accumulationSteps),
      recomputeSegments,
      accumulationSteps,
      head: measuredHead(task),
      classes,
      learned: blank(cut, batch),
      views: 1,
      batch,
      weightDecay: 0,
      emaDecay: null,
      batchNorm,
    },
    { runtime: task.runtime, seed: 0, steps, ...loading },
  );
  try {
    const step = await quickest(task, () => secondsPerStep(learner, { stepsPerCall: 1, calls: 1 }));
    return step / batch / slowdown(memory(cut));
  } finally {
    await learner.dispose();
  }
}

/** Activations whose steps take the time of real ones. */
function blank({ shape, size }: TrainableCut, count: number) {
  const one = evenNumbers(size);
  return {
    labels: new Int32Array(count),
    shape,
    read: async (views: readonly unknown[]) => {
      const all = new Float32Array(views.length * size);
      for (const i of views.keys()) all.set(one, i * size);
      return all;
    },
  };
}
