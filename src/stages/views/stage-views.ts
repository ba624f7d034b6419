import { DiscernError } from '../../base/error.ts';
import type { AnnotatedPictures } from '../../data/annotations/annotated-pictures.ts';
import type { TrainingPlan } from '../../plan/training-plan.ts';
import { type Activations, bothActivations } from '../../train/batches/activations.ts';
import type { LearnableNetwork, TrainableCut } from '../../train/cost/learnable-network.ts';
import type { Selection } from '../../train/embedding-task.ts';
import { evaluationPairsFor } from '../annotated-stages.ts';
import { type NamedPictures, type SourceTools, type StageSources, stageSources } from './stage-sources.ts';

/** Pictures with their classes as numbers, all 0 where they have none. */
export type LabelledPaths = { readonly paths: readonly string[]; readonly labels: Int32Array };

/** The activations that a stage learns from and is validated on. Close it. */
export type StageViews = {
  readonly cut: TrainableCut;
  readonly learned: Activations;
  readonly selection: Selection | null;
  close(): Promise<void>;
};

/** Held-out pictures. `strangeClasses`: the number of their classes where none of these is learned; else null. */
export type HeldOutPaths = LabelledPaths & { readonly strangeClasses: number | null };

/** What stage views are made of. */
export type StageViewsTask = {
  readonly network: LearnableNetwork;
  readonly plan: TrainingPlan;
  readonly learned: LabelledPaths;
  readonly heldOut: HeldOutPaths | null;
  /** Annotations of the learned pictures and then of those held out; null: their classes are all there is. */
  readonly annotated: AnnotatedPictures | null;
};

/** The most learned pictures whose mean stands for a class in validation; and the most of all classes together. */
const referencesPerClass = 8;
const mostReferences = 600;

/**
 * New views have numbers of their own in every stage, and so have the views of held-out pictures: no view is seen
 * twice.
 */
const numbersPerStage = 2 ** 20;
const numbersOfHeldOut = 2 ** 40;

/**
 * Computes what a stage needs before it can learn: the kept views of the learned pictures, and the plain views of those
 * that validate. Threads go on running only where every epoch has new views.
 */
export async function openStageViews(index: number, task: StageViewsTask, tools: SourceTools): Promise<StageViews> {
  const { network, plan, heldOut } = task;
  const stage = plan.stages[index];
  const place = cutPlace(network, stage.cut);
  const cut = network.cuts[place];
  const sources = stageSources(place, task, tools);
  const learned = { ...task.learned, name: 'learned', numbering: 0 };
  const heldOutViews = heldOut && { ...heldOut, name: 'held-out', numbering: numbersOfHeldOut };
  const given = ({ numbering, ...pictures }: NamedPictures) =>
    stage.views === null
      ? sources.fresh({ ...pictures, numbering: numbering + index * numbersPerStage })
      : sources.keep({ ...pictures, numbering }, stage.views);
  try {
    const selection =
      stage.on === 'train' && heldOutViews ? await selectionOf(sources, learned, heldOutViews, task) : null;
    const train = await given(learned);
    const more = stage.on === 'all' && heldOutViews ? bothActivations(train, await given(heldOutViews)) : train;
    if (stage.views !== null) await sources.endThreads();
    return { cut, learned: more, selection, close: sources.close };
  } catch (thrown) {
    await sources.close();
    throw thrown;
  }
}

/**
 * The plain views of the held-out pictures, and of the references whose means stand for the classes, where there are
 * any.
 */
async function selectionOf(
  { keep }: StageSources,
  learned: NamedPictures,
  heldOutViews: NamedPictures & Pick<HeldOutPaths, 'strangeClasses'>,
  task: StageViewsTask,
): Promise<Selection> {
  const { strangeClasses, ...pictures } = heldOutViews;
  const heldOut = await keep({ ...pictures, name: 'validation' }, 1);
  if (strangeClasses !== null) return { unseen: heldOut, classes: strangeClasses };
  const evaluationPairs = evaluationPairsFor(task);
  if (evaluationPairs) return { heldOut, evaluationPairs };
  const references = { ...learned, ...referencesOf(learned, task.plan.data.classes), name: 'references' };
  return { heldOut, references: await keep(references, 1) };
}

/** The first few of every class. */
function referencesOf({ paths, labels }: LabelledPaths, classes: number): LabelledPaths {
  const most = Math.max(1, Math.min(referencesPerClass, Math.floor(mostReferences / classes)));
  const counts = new Int32Array(classes);
  const chosen = Array.from(labels, (_, i) => i).filter((i) => counts[labels[i]]++ < most);
  return { paths: chosen.map((i) => paths[i]), labels: Int32Array.from(chosen, (i) => labels[i]) };
}

function cutPlace({ cuts, card }: LearnableNetwork, name: string): number {
  const place = cuts.findIndex((each) => each.name === name);
  if (place >= 0) return place;
  throw new DiscernError('bad-data', `${card.name} cannot be cut at ${name}`, {
    given: `a plan with the cut ${name}`,
    expected: `one of ${cuts.map((each) => each.name).join(', ')}`,
    todo: 'give the plan that was made for this network',
  });
}
