import { DiscernError } from '../base/error.ts';
import { type AnnotatedPictures, annotatedWithin, supervisionBy } from '../data/annotations/annotated-pictures.ts';
import { type EvaluationPairs, evaluationPairsOf } from '../data/annotations/evaluation-pairs.ts';
import { relationSamplers } from '../data/supervision/relation-samplers.ts';
import { relationsOf } from '../data/supervision/relations-of.ts';
import type { Stage, TrainingPlan } from '../plan/training-plan.ts';
import type { RelationBatches } from '../train/batches/view-feed.ts';

/** Annotations of pictures. */
export type AnnotatedTask = {
  readonly plan: TrainingPlan;
  /** Of the learned pictures and then of those held out; null: labels are all there is. */
  readonly annotated: AnnotatedPictures | null;
  readonly learned: { readonly paths: readonly string[] };
};

/**
 * Draws batches for a stage, of the learned pictures or of all, and says which of them are the same. Null where labels
 * are all there is. Throws `bad-data` where the plan draws from annotations that the data set lacks.
 */
export function relationBatches(
  { plan, annotated, learned }: AnnotatedTask,
  on: Stage['on'],
): Omit<RelationBatches, 'atOnce'> | null {
  if (annotated === null) return null;
  const { batch, seed, supervision } = plan;
  const known = supervisionBy(on === 'all' ? annotated : annotatedWithin(annotated, numbers(0, learned.paths.length)));
  const sampler = supervision && relationSamplers[supervision.sampler](known, { batch, seed });
  if (!sampler) throw otherSupervision(plan);
  return { sampler, relations: (pictures) => relationsOf(known, pictures) };
}

/** The pairs or triplets that held-out pictures are scored by; null where labels are all there is. */
export function evaluationPairsFor({ plan, annotated, learned }: AnnotatedTask): EvaluationPairs | null {
  if (annotated === null) return null;
  const heldOut = numbers(learned.paths.length, annotated.annotations.count);
  return evaluationPairsOf(supervisionBy(annotatedWithin(annotated, heldOut)), plan.seed);
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

function otherSupervision({ supervision }: TrainingPlan): DiscernError {
  return new DiscernError('bad-data', 'the plan draws its batches from what nobody has said', {
    given: supervision ? `a plan with the sampler ${supervision.sampler}` : 'a plan that learns from labels',
    expected: 'a plan whose `supervision` names what the data set says: pairs, triplets or groups',
    todo: 'leave --plan out: a plan is then made',
  });
}
