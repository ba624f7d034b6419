import { DiscernError } from '../base/error.ts';
import { counted } from '../base/figures.ts';
import { random } from '../base/random.ts';
import { type StageLengths, stageLengths, withLengths } from '../plan/stages/stage-lengths.ts';
import type { Stage, TrainingPlan } from '../plan/training-plan.ts';
import { floats } from '../runtime/tensors.ts';
import type { State } from '../steps/state.ts';
import type { EmbeddingHead, HeadStart } from '../train/heads/embedding-head.ts';
import { headNamed } from '../train/heads/head-named.ts';
import { type LearnedStage, learnStage, type StagesTask, type StagesTools } from './learn-stage.ts';
import { isStageBegun } from './stage-checkpoints.ts';

/** What all stages together gave. */
export type LearnedNetwork = {
  /** By name; the names of the head's weights begin with `head/`. */
  readonly weights: State;
  readonly head: EmbeddingHead;
  readonly stages: readonly LearnedStage[];
  /** The plan with the stages that were learned, each as long as it came to be: repeated, it gives the same weights. */
  readonly plan: TrainingPlan;
};

/**
 * Runs the stages of a plan, each from the weights of the one before it. What an earlier run has finished is not done
 * again. A last stage on all pictures is left out where no stage before it improved validation, or where the time is
 * over, with a warning. Throws `diverged` where a stage diverged before its first epoch was over.
 */
export async function learnStages(task: StagesTask, tools: StagesTools): Promise<LearnedNetwork> {
  const { network, plan } = task;
  const head = headOf(plan, network.card.dimensions, task.start ?? null);
  requireOrder(task);
  requireFullBatch(task);
  const lengths = stageLengths(plan, task.time ?? null);
  let weights: State = {};
  const stages: LearnedStage[] = [];
  const carriedOut: Stage[] = [];
  for (const [index, stage] of plan.stages.entries()) {
    if (await isLeftOut(index, { stage, before: stages, lengths }, tools)) break;
    const before = carriedOut.map(({ epochs }) => epochs);
    const begins = lengths.begins(index, before);
    const trained = await learnStage(index, { ...task, head: headAt(head, weights), weights, lengths, begins }, tools);
    weights = { ...weights, ...trained.weights };
    stages.push(trained);
    carriedOut.push(withLengths(stage, begins, trained.lengths));
  }
  return { weights, head, stages, plan: { ...plan, stages: carriedOut } };
}

type Reached = {
  readonly stage: Stage;
  /** The stages that were learned before it. */
  readonly before: readonly LearnedStage[];
  readonly lengths: StageLengths;
};

/** Whether a last stage on all pictures has nothing to add, or no time is left for it. */
async function isLeftOut(index: number, { stage, before, lengths }: Reached, tools: StagesTools): Promise<boolean> {
  if (stage.on !== 'all' || before.length === 0) return false;
  if (before.every(improvesNothing)) return true;
  if (!lengths.isOver(index) || (await isStageBegun(index, tools))) return false;
  tools.warn?.('the time is over: what was spared to choose the best epoch by is not learned');
  return true;
}

function improvesNothing({ best, initialValidation }: LearnedStage): boolean {
  return best === 0 && initialValidation !== null;
}

/** The head of the plan's loss, for features of this many numbers. */
function headOf(plan: TrainingPlan, features: number, start: HeadStart | null): EmbeddingHead {
  const { seed, loss, miner, batch, perClass, dimensions, logitScale, labelSmoothing } = plan;
  const size = { features, dimensions, classes: plan.data.classes };
  const recipe = { loss, miner, batch, perClass, logitScale, labelSmoothing };
  return headNamed({ ...size, ...recipe, start, random: random(seed, 'head') });
}

/** The head with what it has learned so far. */
function headAt(head: EmbeddingHead, weights: State): EmbeddingHead {
  const parameters = head.parameters.map((parameter) => {
    const learned = weights[`head/${parameter.name}`];
    return learned ? { ...parameter, initial: floats(learned) } : parameter;
  });
  return { ...head, parameters };
}

/** A later stage must not freeze what an earlier one has learned: a frozen part keeps the numbers of the file. */
function requireOrder({ network, plan }: StagesTask): void {
  const places = plan.stages.map(({ cut }) => network.cuts.findIndex(({ name }) => name === cut));
  if (places.every((place, i) => i === 0 || place <= places[i - 1])) return;
  throw new DiscernError('bad-data', 'the plan freezes what it has learned before', {
    given: `stages from ${plan.stages.map(({ cut }) => cut).join(', then ')}`,
    expected: 'every stage to begin where the one before it does, or earlier in the network',
    todo: 'put the stages into that order',
  });
}

/** A batch never holds a picture twice. */
function requireFullBatch({ plan, learned, heldOut }: StagesTask): void {
  const heldOutCount = heldOut?.paths.length ?? 0;
  const fewest = Math.min(...plan.stages.map(({ on }) => learned.paths.length + (on === 'all' ? heldOutCount : 0)));
  if (plan.batch <= fewest) return;
  throw new DiscernError('bad-data', 'the batch of the plan is larger than what is learned from', {
    given: `a batch of ${plan.batch}`,
    expected:
      `${fewest} or less: ${counted(fewest, 'picture')} can be read and learned from, ` +
      `${counted(heldOutCount, 'picture')} judge`,
    todo: 'lower `batch` in the plan, or leave --plan out: a plan is then made',
  });
}
