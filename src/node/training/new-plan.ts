import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChosenPlan } from '../../plan/choose-plan.ts';
import { makePlan } from '../../stages/make-plan.ts';
import type { TrainedPictures } from '../../stages/train-network.ts';
import { secondsNow } from '../../train/loop/progress-report.ts';
import { fileError } from '../files/file-error.ts';
import { freeBytes } from '../files/free-bytes.ts';
import { freeMemory } from '../workers/free-memory.ts';
import { nodeMachine } from './node-machine.ts';
import type { TrainDataOptions } from './train-options.ts';

/** The most bytes of activations, however much room there is on disk. */
const mostBytes = 8e9;

/** The share of memory that steps may take: the rest is for pictures on their way, validation, and other programs. */
const memoryShare = 0.8;

/** Makes a plan for this machine, as free as it is now. `started`: when the command began, in seconds. */
export async function newPlan(
  pictures: TrainedPictures,
  started: number,
  options: TrainDataOptions,
): Promise<ChosenPlan> {
  const { workFolder = tmpdir(), cacheFolder, warn, progress, signal, threads, device } = options;
  const means = {
    bytes: Math.min(mostBytes, (await freeBytes(workFolder)) / 2),
    memory: await memoryForSteps(options),
    isCached: cacheFolder !== undefined,
    spent: secondsNow() - started,
  };
  const tools = { warn, progress, signal, threads, device };
  return inTemporaryFolder(workFolder, (folder) =>
    makePlan(pictures, options, means, { ...tools, ...nodeMachine(folder, options) }),
  );
}

async function memoryForSteps({ memory }: TrainDataOptions): Promise<number> {
  return memoryShare * (memory === undefined ? await freeMemory() : Math.max(0, memory - process.memoryUsage.rss()));
}

/** Does `work` in a new folder under `root`, which is removed afterwards. Throws `disk` and `no-permission`. */
export async function inTemporaryFolder<Result>(
  root: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(root, 'discern-')).catch((thrown: unknown) => {
    throw fileError(thrown, root);
  });
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
