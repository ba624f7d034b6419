import { tmpdir } from 'node:os';
import type { ArchitectureName } from '../../backbones/architectures/catalogue.ts';
import { DiscernError } from '../../base/error.ts';
import { annotatedWithin } from '../../data/annotations/annotated-pictures.ts';
import type { FolderOptions } from '../../data/folders/folder-dataset.ts';
import type { PresetName } from '../../images/augment/presets.ts';
import { productModel } from '../../runtime/product-model.ts';
import type { Device } from '../../runtime/runtime.ts';
import type { Search } from '../../search/search-hyperparameters.ts';
import { significant } from '../../search/significant.ts';
import { type LearnableNetwork, learnableNetwork } from '../../train/cost/learnable-network.ts';
import { type ReportProgress, secondsNow } from '../../train/loop/progress-report.ts';
import type { NetworkOptions } from '../chosen-network.ts';
import { freeBytes } from '../free-bytes.ts';
import { freeMemory } from '../free-memory.ts';
import { openDataset } from '../open-dataset.ts';
import { foldersRead, requireOutside } from '../require-outside.ts';
import { nodeRuntime } from '../runtime.ts';
import { shellWord } from '../shell-word.ts';
import type { WorkOptions } from '../work-options.ts';
import { writeAtomically } from '../write-atomically.ts';
import { type ChosenPlan, choosePlan, usualFrame } from './choose-plan.ts';
import { curvesPage } from './curves-page.ts';
import { pictureHeadStart } from './head-start.ts';
import { keepRun, keptPlan } from './kept-run.ts';
import { heldOutPaths, labelledPaths } from './labelled-paths.ts';
import { learnStages, type StagedEpoch } from './learn-stages.ts';
import { type LearningSet, learningSet } from './learning-set.ts';
import { lossFor } from './loss-for.ts';
import { type NamedNetwork, namedNetwork } from './named-network.ts';
import { curvesBeside, planBeside, requireRoomForNetwork } from './out-file.ts';
import { type Overrun, overrunOf } from './overrun.ts';
import { requireSameData } from './require-same-data.ts';
import { resumedSetting, runSetting, wishesOf } from './run-setting.ts';
import { searchLoss } from './search-loss.ts';
import type { StageTime } from './stage-lengths.ts';
import { trainedFile } from './trained-file.ts';
import { readPlan, type TrainingPlan, writePlan } from './training-plan.ts';
import { endingOf, historyOf, stepsOf, type TrainResult, validationOf } from './training-result.ts';
import { usableAnnotated } from './usable-annotated.ts';
import { type UsablePictures, usableByNetwork, usableFromScratch } from './usable-pictures.ts';
import { whitenedLast } from './whitened-last.ts';
import { withAnnotations } from './with-annotations.ts';
import { inWorkingFolder, usableRoot, type WorkingFolder } from './working-folder.ts';

/** Options of training. */
export type TrainDataOptions = WorkOptions &
  NetworkOptions &
  FolderOptions & {
    /** Where the network goes: FILE.onnx. Its plan (FILE.plan.json) and curves (FILE.html) go beside it. */
    readonly out: string;
    /** Learns this from scratch instead of going on with a backbone. */
    readonly architecture?: ArchitectureName | undefined;
    /** Side of the pictures of a network from scratch, in pixels. */
    readonly sizePx?: number | undefined;
    /** Only a projection on the backbone's features learns. */
    readonly headOnly?: boolean | undefined;
    /** Learns deeper after the cut, on new views every epoch. */
    readonly deep?: boolean | undefined;
    /** How long it may take, 20 where absent: decides the plan, and after every epoch how many there are to be. */
    readonly minutes?: number | undefined;
    /** The file of a plan to repeat. */
    readonly plan?: string | undefined;
    /** Goes on with an interrupted training of the same file, by its threads and device. */
    readonly resume?: boolean | undefined;
    readonly preset?: PresetName | undefined;
    /** A list of pairs or triplets that are learned from too. */
    readonly statements?: string | undefined;
    /**
     * What is made small: `crossEntropy` or a name in the catalogue of losses on embeddings. Absent: what a
     * search finds on a backbone's features; else `crossEntropy` from labels, `multiSimilarity` from pairs, triplets or groups.
     */
    readonly loss?: string | undefined;
    /** What chooses the comparisons that a loss on embeddings learns from; all where absent. */
    readonly miner?: string | undefined;
    readonly device?: Device | undefined;
    /** Bytes of memory that this process may take, which decide the plan; absent: what is free. */
    readonly memory?: number | undefined;
    /** Where the work lies while it is done, a folder of its own; absent: among the system's temporary files. */
    readonly workFolder?: string | undefined;
    /** Told the plan before it is carried out. */
    readonly planned?: (plan: TrainingPlan) => void;
    /** Receives how training stands after every call of the runtime. */
    readonly tell?: ReportProgress | undefined;
    /** Told every epoch once it is over; after --resume those of the earlier run first. */
    readonly passed?: ((epoch: StagedEpoch) => void) | undefined;
  };

/**
 * Learns an embedding from labels, pairs, triplets or groups and writes it as one ONNX file. The same plan, pictures, machine
 * and threads give the same bytes. Throws what openDataset, learningSet, lossFor and chosenNetwork throw, `interrupted` (the
 * work stays, to be resumed), `diverged`, and `fingerprint` where a plan is of other data or another network.
 */
export async function trainData(data: string, options: TrainDataOptions): Promise<TrainResult> {
  const started = performance.now();
  const { out, statements, resume = false } = options;
  await requireRoomForNetwork(out);
  await requireDevice(options.device);
  options.progress?.({ stage: 'reading the data set', done: 0 });
  const opened = await openDataset(data, { parts: options.parts });
  await requireOutside(out, foldersRead(data, opened.samples));
  const dataset = statements === undefined ? opened : withAnnotations(opened, await openDataset(statements));
  for (const remark of dataset.remarks) options.warn?.(remark);
  const set = await learningSet(dataset, data, options);
  const workFolder = await usableRoot(options.workFolder, options.warn);
  const given = options.plan === undefined ? null : await readPlan(options.plan);
  let begun = false;
  const working = inWorkingFolder(workFolder, out, { resume, warn: options.warn }, async (folder) => {
    const kept = folder.resumed ? await keptPlan(folder, out) : given;
    if (kept) requireSameData(kept, set);
    lossFor(set, kept ?? options); // throws before anything long is done
    const setting = folder.resumed ? await resumedSetting(folder, out, options) : runSetting(options);
    if (folder.resumed) await requireDevice(setting.device);
    const seeded = { ...options, workFolder, ...wishesOf(setting), seed: kept?.seed ?? options.seed ?? 0 };
    if (kept) await keepRun(folder, setting, kept);
    begun = kept !== null;
    const named = await namedNetwork(kept, seeded);
    const usable = await usablePictures(set, named, seeded);
    const read = secondsSince(started);
    const network = learnableNetwork(named.file.card, named.file.bytes);
    const parts = { set, named, usable, network, started, read };
    const { plan, allowed } = kept ? { plan: kept, allowed: setting.allowed ?? null } : await newPlan(parts, seeded);
    if (!kept) await keepRun(folder, { ...setting, allowed }, plan);
    begun = true;
    await writePlan(planBeside(out), plan);
    options.planned?.(plan);
    const time = allowed && { allowed, began: secondsNow() };
    return learn({ ...parts, plan, time, folder }, seeded);
  });
  return working.catch((thrown: unknown) => {
    throw begun ? withWayOn(thrown, data, options) : thrown;
  });
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

type PlanParts = {
  readonly set: LearningSet;
  readonly named: NamedNetwork;
  readonly usable: UsablePictures;
  readonly network: LearnableNetwork;
  readonly started: number;
  /** Seconds after which all pictures were read. */
  readonly read: number;
};

/** What training takes where nobody says how long it may. */
const usualMinutes = 20;

/** How many gigabytes of activations there may be, however much room there is. */
const mostBytes = 8e9;

/** The share of memory that steps may take: the rest is for pictures on their way, validation, and others. */
const memoryShare = 0.8;

async function memoryForSteps({ memory }: TrainDataOptions): Promise<number> {
  return memoryShare * (memory === undefined ? await freeMemory() : Math.max(0, memory - process.memoryUsage.rss()));
}

async function newPlan(parts: PlanParts, options: TrainDataOptions): Promise<ChosenPlan> {
  const { set, named, usable, network, started } = parts;
  const { minutes = usualMinutes, seed = 0, headOnly = false, deep = false, workFolder = tmpdir() } = options;
  const search = await searchFor(parts, options);
  return choosePlan(
    {
      network,
      named: named.inPlan,
      set,
      annotated: usable.annotatedSplit,
      paths: usable.learned.map(({ path }) => path),
      counts: { learned: usable.learned.length, validated: usable.heldOut.length },
      selection: usable.selection,
      isKnown: headOnly && usable.annotatedSplit === null && options.cacheFolder !== undefined,
      seconds: 60 * minutes - secondsSince(started),
      bytes: Math.min(mostBytes, (await freeBytes(workFolder)) / 2),
      memory: await memoryForSteps(options),
      ...{ warn: options.warn, signal: options.signal, workFolder },
      preset: options.preset ?? 'photos',
      loss: search?.chosen.loss ?? lossFor(set, options),
      search,
      miner: options.miner ?? null,
      seed,
      headOnly,
      deep,
    },
    { threads: options.threads, device: options.device, progress: options.progress },
  );
}

/** The share of the time that looking for a loss may take. */
const searchShare = 0.1;

/** What a search chose; null where a person did, and where features are not there yet. */
async function searchFor(
  { set, named, usable }: PlanParts,
  { loss, miner, minutes = usualMinutes, seed = 0, headOnly = false, ...options }: TrainDataOptions,
): Promise<Search | null> {
  if (loss !== undefined || miner != null || named.architecture !== null) return null;
  const { learned, annotatedSplit } = usable;
  const annotated = annotatedSplit && annotatedWithin(annotatedSplit.annotated, [...learned.keys()]);
  const { labels } = labelledPaths(learned, set.classes);
  const seconds = searchShare * 60 * minutes;
  const sought = headOnly
    ? (['loss', 'dimensions', 'learningRate', 'epochs'] as const)
    : (['loss', 'dimensions'] as const);
  const task = { file: named.file, learned, labels, annotated, frame: usualFrame, seed, sought, seconds };
  const search = await searchLoss(task, options);
  return search && !headOnly ? significant(search) : search;
}

type LearnParts = PlanParts & {
  readonly plan: TrainingPlan;
  readonly time: StageTime | null;
  readonly folder: WorkingFolder;
};

async function learn(parts: LearnParts, options: TrainDataOptions): Promise<TrainResult> {
  const { set, named, usable, network, time, folder, started } = parts;
  const planned = secondsSince(started);
  const { out, progress, signal, tell, warn, passed, threads, device } = options;
  const heldOut = usable.heldOut.length > 0 ? heldOutPaths(usable.heldOut, set) : null;
  const annotated = usable.annotatedSplit?.annotated ?? null;
  const labelled = labelledPaths(usable.learned, set.classes);
  const isTuned = named.architecture === null;
  const start = isTuned ? await pictureHeadStart(named.file, usable, labelled, parts.plan, options) : null;
  const trained = await learnStages(
    { network, plan: parts.plan, learned: labelled, heldOut, annotated, start, time },
    { folder, progress, signal, tell, warn, passed, threads, device },
  );
  const { plan } = trained;
  const learned = secondsSince(started);
  await writePlan(planBeside(out), plan);
  const { ended, dimensions, whitening } =
    heldOut === null
      ? { ended: trained, dimensions: plan.dimensions, whitening: null }
      : await whitenedLast(
          { network, backbone: start && named.file, trained, plan, learned: labelled, heldOut, annotated },
          options,
        );
  progress?.({ stage: 'writing the network', done: 0 });
  await writeAtomically(out, trainedFile(network, ended, { plan, dimensions, ...usable }));
  const history = historyOf(trained);
  const result: TrainResult = {
    out,
    dimensions,
    plan,
    steps: stepsOf(trained),
    epochs: history.length,
    seconds: secondsSince(started),
    overrun: folder.resumed ? null : overrunIn(parts, { planned, learned, history }, options),
    history,
    validation: validationOf(trained, plan, { samples: usable.heldOut.length, whitening }),
    whitening,
    stopped: endingOf(trained),
    incidents: trained.stages.flatMap(({ incidents }) => incidents),
    seed: plan.seed,
    skipped: usable.skipped,
  };
  await writeAtomically(curvesBeside(out), new TextEncoder().encode(curvesPage(result)));
  return result;
}

/** Of a training whose plan was made for a time; null where it was not. */
function overrunIn(
  { time, read, started, plan }: LearnParts,
  { planned, learned, history }: { readonly planned: number; readonly learned: number } & Pick<TrainResult, 'history'>,
  { minutes = usualMinutes }: TrainDataOptions,
): Overrun | null {
  const allowed = time?.allowed.at(-1)?.until;
  if (allowed === undefined) return null;
  const spent = { read, planned, learned, ended: secondsSince(started) };
  const epochs = history.map(({ seconds }) => seconds);
  return overrunOf(minutes, spent, { allowed, epochs, stages: plan.stages.length });
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}

/** Throws `unsupported` where this machine has no such device, before anything long is done. */
async function requireDevice(device: Device | undefined): Promise<void> {
  if (device === undefined || device === 'cpu') return;
  const session = await nodeRuntime.load(productModel(), { device });
  await session.dispose();
}
