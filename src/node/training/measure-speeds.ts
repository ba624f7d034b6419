import { random } from '../../base/random.ts';
import type { PresetName } from '../../images/augment/presets.ts';
import type { Speeds } from '../../learn/afford.ts';
import { secondsPerStep } from '../../learn/budget.ts';
import { embeddingHead } from '../../learn/embedding-head.ts';
import type { Cut, LearnableNetwork } from '../../learn/learnable-network.ts';
import { embeddingLearner } from '../../learn/teach-embedding.ts';
import type { LoadOptions } from '../../runtime/runtime.ts';
import { nodeRuntime } from '../runtime.ts';
import { viewPool } from './view-pool.ts';

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
};

/** Views of each picture that are timed. */
const timedViews = [0, 1, 2, 3];

/** What a view and a step cost here, from a few of each. Takes some seconds. */
export async function measureSpeeds(task: MeasureTask, loading: LoadOptions): Promise<Speeds> {
  const { cuts } = task.network;
  const [pictures, features] = [cuts[0], cuts[cuts.length - 1]];
  const halfway = cuts.find(({ trunk }) => 2 * trunk >= features.trunk) ?? features;
  const [plain, whole] = [await viewSeconds(task, pictures, loading), await viewSeconds(task, features, loading)];
  const [fixed, half] = [await pictureSeconds(task, features, loading), await pictureSeconds(task, halfway, loading)];
  return {
    view: { fixed: plain, perMultiplication: Math.max(0, whole - plain) / Math.max(1, features.trunk) },
    step: { fixed, perMultiplication: Math.max(0, half - fixed) / Math.max(1, halfway.tail) },
  };
}

async function viewSeconds(
  { network, paths, preset }: MeasureTask,
  cut: Cut,
  { threads }: LoadOptions,
): Promise<number> {
  const { preprocessing } = network.card;
  const pool = await viewPool({ preprocessing, preset, seed: 0, trunk: network.trunk(cut), threads });
  const each = (views: readonly number[]) =>
    Promise.all(paths.map((path, sample) => pool.views(path, { sample, views })));
  try {
    await each([0]);
    const started = performance.now();
    await each(timedViews);
    return (performance.now() - started) / 1000 / (paths.length * timedViews.length);
  } finally {
    await pool.close();
  }
}

/** Seconds per learned picture where the network learns from a cut on. */
export async function pictureSeconds(task: MeasureTask, cut: Cut, loading: LoadOptions): Promise<number> {
  const { network, batch, dimensions, classes, batchNorm } = task;
  const learner = await embeddingLearner(
    {
      network: network.tail(cut, batch),
      head: embeddingHead({
        features: network.card.dimensions,
        dimensions,
        classes,
        sharpness: 1,
        random: random(0, 'timing'),
      }),
      classes,
      learned: blank(cut, batch),
      views: 1,
      batch,
      smoothing: 0,
      weightDecay: 0,
      average: null,
      batchNorm,
    },
    { runtime: nodeRuntime, seed: 0, ...loading },
  );
  try {
    return (await secondsPerStep(learner, { stepsPerCall: 1, calls: 2 })) / batch;
  } finally {
    await learner.dispose();
  }
}

/** Activations that take the time of real ones. */
function blank({ shape, size }: Cut, count: number) {
  const { normal } = random(0, 'blank');
  const one = new Float32Array(size).map(normal);
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
