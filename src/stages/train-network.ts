import type { NetworkFile } from '../backbones/network-file.ts';
import type { ProgressOptions } from '../base/progress.ts';
import type { LearningSet } from '../plan/learning-set.ts';
import type { StageTime } from '../plan/stages/stage-lengths.ts';
import type { TrainingPlan } from '../plan/training-plan.ts';
import type { UsablePictures } from '../plan/usable-pictures.ts';
import type { LoadOptions } from '../runtime/runtime.ts';
import type { LearnableNetwork } from '../train/cost/learnable-network.ts';
import { trainedFile } from './ending/trained-file.ts';
import { whitenedLast } from './ending/whitened-last.ts';
import { heldOutPaths, labelledPaths } from './labelled-paths.ts';
import type { StagesTools } from './learn-stage.ts';
import { type LearnedNetwork, learnStages } from './learn-stages.ts';
import type { Machine } from './machine.ts';
import { pictureHeadStart } from './picture-head-start.ts';
import type { FeatureWhitening } from './training-result.ts';

/** Pictures to learn from, and the network that learns. */
export type TrainedPictures = {
  readonly set: LearningSet;
  readonly usable: UsablePictures;
  readonly named: NamedFile;
  /** The network of that file, open for learning. */
  readonly network: LearnableNetwork;
};

/** A network's file, and how a plan names it. */
export type NamedFile = { readonly file: NetworkFile; readonly inPlan: TrainingPlan['network'] };

/** A training whose plan is made. */
export type PlannedTraining = TrainedPictures & {
  readonly plan: TrainingPlan;
  /** The clock by which stages become longer or shorter; null: the plan is repeated as it is. */
  readonly time: StageTime | null;
};

/** With what a plan is carried out. */
export type TrainingTools = ProgressOptions &
  LoadOptions &
  Machine &
  Pick<StagesTools, 'resumed' | 'tell' | 'warn' | 'passed'> & {
    /** Name and version of the program, as the file's metadata have it. */
    readonly producer: string;
    /** Receives the plan with the lengths that its stages came to, once the last one is learned. */
    readonly learned?: (plan: TrainingPlan) => Promise<void>;
  };

/** What training gave. */
export type TrainedNetwork = {
  /** The network as an ONNX file: input `images`, output `embedding` of unit length. */
  readonly bytes: Uint8Array;
  /** Numbers of an embedding. */
  readonly dimensions: number;
  readonly trained: LearnedNetwork;
  readonly whitening: FeatureWhitening | null;
};

/**
 * Carries out a plan: the head's start, the stages, the whitened end, the file. The same plan, pictures, machine and
 * threads give the same bytes. Throws `interrupted` and `diverged`.
 */
export async function trainNetwork(training: PlannedTraining, tools: TrainingTools): Promise<TrainedNetwork> {
  const { set, usable, named, network, plan, time } = training;
  const labelled = labelledPaths(usable.learned, set.classes);
  const heldOut = usable.heldOut.length > 0 ? heldOutPaths(usable.heldOut, set) : null;
  const annotated = usable.annotatedSplit?.annotated ?? null;
  const isTuned = named.inPlan.architecture === null;
  const start = isTuned ? await pictureHeadStart(named.file, usable, labelled, plan, tools) : null;
  const stages = { network, plan, learned: labelled, heldOut, annotated, start, time };
  const trained = await learnStages(stages, tools);
  await tools.learned?.(trained.plan);
  const { ended, dimensions, whitening } =
    heldOut === null
      ? { ended: trained, dimensions: trained.plan.dimensions, whitening: null }
      : await whitenedLast({ ...stages, heldOut, plan: trained.plan, backbone: start && named.file, trained }, tools);
  tools.progress?.({ stage: 'writing the network', done: 0 });
  const facts = { plan: trained.plan, dimensions, producer: tools.producer, ...usable };
  return { bytes: trainedFile(network, ended, facts), dimensions, trained, whitening };
}
