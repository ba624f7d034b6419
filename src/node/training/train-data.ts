import { DiscernError } from '../../base/error.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { LearningSet } from '../../plan/learning-set.ts';
import { lossFor } from '../../plan/loss-for.ts';
import { requireSameData } from '../../plan/require-same-data.ts';
import { productModel } from '../../runtime/product-model.ts';
import type { Device } from '../../runtime/runtime.ts';
import type { TrainResult } from '../../stages/training-result.ts';
import { learnableNetwork } from '../../train/cost/learnable-network.ts';
import { secondsNow } from '../../train/loop/progress-report.ts';
import { foldersRead, requireOutside } from '../files/require-outside.ts';
import { openDataset } from '../open-dataset.ts';
import { nodeRuntime } from '../runtime.ts';
import { shellWord } from '../shell-word.ts';
import type { WorkOptions } from '../work-options.ts';
import { keepRun, keptPlan } from './kept-run.ts';
import { learningSet } from './learning-set.ts';
import { type NamedNetwork, namedNetwork } from './named-network.ts';
import { newPlan } from './new-plan.ts';
import { planBeside, requireRoomForNetwork } from './out-file.ts';
import { readPlan, writePlan } from './plan-file.ts';
import { resumedSetting, runSetting, wishesOf } from './run-setting.ts';
import type { TrainDataOptions } from './train-options.ts';
import { usableAnnotated } from './usable-annotated.ts';
import { usableByNetwork, usableFromScratch } from './usable-pictures.ts';
import { withAnnotations } from './with-annotations.ts';
import { inWorkingFolder, usableRoot, type WorkingFolder } from './working-folder.ts';
import { writeTraining } from './write-training.ts';

/**
 * Learns an embedding from labels, pairs, triplets or groups and writes it as one ONNX file. The same plan, pictures,
 * machine and threads give the same bytes. Throws what openDataset, learningSet, lossFor and chosenNetwork throw,
 * `interrupted` (the work stays, to be resumed), `diverged`, and `fingerprint` where a plan is of other data or another
 * network.
 */
export async function trainData(data: string, options: TrainDataOptions): Promise<TrainResult> {
  const started = secondsNow();
  const { out, resume = false, warn } = options;
  await requireRoomForNetwork(out);
  await requireDevice(options.device);
  options.progress?.({ stage: 'reading the data set', done: 0 });
  const set = await learningSet(await datasetOf(data, options), data, options);
  const workFolder = await usableRoot(options.workFolder, warn);
  const given = options.plan === undefined ? null : await readPlan(options.plan);
  const run = { set, given, started, begun: false };
  const working = inWorkingFolder(workFolder, out, { resume, warn }, (folder) =>
    trainIn(folder, run, { ...options, workFolder }),
  );
  return working.catch((thrown: unknown) => {
    throw run.begun ? withWayOn(thrown, data, options) : thrown;
  });
}

/** The data set, with the annotations of a list where one is given. */
async function datasetOf(data: string, { out, parts, statements, warn }: TrainDataOptions): Promise<Dataset> {
  const opened = await openDataset(data, { parts });
  await requireOutside(out, foldersRead(data, opened.samples));
  const dataset = statements === undefined ? opened : withAnnotations(opened, await openDataset(statements));
  for (const remark of dataset.remarks) warn?.(remark);
  return dataset;
}

type Run = {
  readonly set: LearningSet;
  /** The plan that is repeated; null: none is given. */
  readonly given: Awaited<ReturnType<typeof readPlan>> | null;
  readonly started: number;
  /** Whether there is a plan already, so that the run can be resumed. */
  begun: boolean;
};

/** Trains in a working folder: the plan of the resumed run, the given one, or a new one. */
async function trainIn(folder: WorkingFolder, run: Run, options: TrainDataOptions): Promise<TrainResult> {
  const { set, given, started } = run;
  const { out } = options;
  const kept = folder.resumed ? await keptPlan(folder, out) : given;
  if (kept) requireSameData(kept, set);
  lossFor(set, kept ?? options); // throws before anything long is done
  const setting = folder.resumed ? await resumedSetting(folder, out, options) : runSetting(options);
  if (folder.resumed) await requireDevice(setting.device);
  const seeded = { ...options, ...wishesOf(setting), seed: kept?.seed ?? options.seed ?? 0 };
  if (kept) await keepRun(folder, setting, kept);
  run.begun = kept !== null;
  const named = await namedNetwork(kept, seeded);
  const usable = await usablePictures(set, named, seeded);
  const read = secondsNow() - started;
  const network = learnableNetwork(named.file.card, named.file.bytes);
  const pictures = { set, named, usable, network };
  const { plan, allowed } = kept
    ? { plan: kept, allowed: setting.allowed ?? null }
    : await newPlan(pictures, started, seeded);
  if (!kept) await keepRun(folder, { ...setting, allowed }, plan);
  run.begun = true;
  await writePlan(planBeside(out), plan);
  options.planned?.(plan);
  const time = allowed && { allowed, began: secondsNow() };
  return writeTraining({ ...pictures, plan, time, folder, started, read }, seeded);
}

/** An interruption, with how to go on. */
function withWayOn(thrown: unknown, data: string, { out, statements }: TrainDataOptions): unknown {
  if (!(thrown instanceof DiscernError) || thrown.code !== 'interrupted') return thrown;
  const besides = statements === undefined ? '' : ` --statements ${shellWord(statements)}`;
  return new DiscernError('interrupted', 'training was interrupted, and the work so far is kept', {
    given: 'a signal to stop',
    expected: 'training to go on to its end',
    todo: `go on within a week: discern train ${shellWord(data)}${besides} --out ${shellWord(out)} --resume`,
  });
}

function usablePictures(set: LearningSet, { architecture, file }: NamedNetwork, options: WorkOptions) {
  if (set.annotated) return usableAnnotated(set, set.annotated, file, options);
  return (architecture === null ? usableByNetwork : usableFromScratch)(set, file, options);
}

/** Throws `unsupported` where this machine has no such device, before anything long is done. */
async function requireDevice(device: Device | undefined): Promise<void> {
  if (device === undefined || device === 'cpu') return;
  const session = await nodeRuntime.load(productModel(), { device });
  await session.dispose();
}
