import { DiscernError } from '../../base/error.ts';
import { type Questions, questionsOf } from '../../data/supervision/questions-of.ts';
import { relationSamplers } from '../../data/supervision/relation-samplers.ts';
import { relationsOf } from '../../data/supervision/relations-of.ts';
import { supervisionBy, type Testimony, testimonyWithin } from '../../data/supervision/testimony.ts';
import type { Telling } from '../../train/batches/view-feed.ts';
import type { Stage, TrainingPlan } from './training-plan.ts';

/** What is said of pictures: of those learned, and then of those that judge. */
export type ToldTask = {
  readonly plan: TrainingPlan;
  /** Null: their labels. */
  readonly testimony: Testimony | null;
  readonly learned: { readonly paths: readonly string[] };
};

/**
 * Batches for a stage, and what is known of their pictures, of those learned or of all; null where labels are all that is said.
 * Throws `bad-data` where a plan has other batches.
 */
export function tellingOf({ plan, testimony, learned }: ToldTask, on: Stage['on']): Omit<Telling, 'atOnce'> | null {
  if (testimony === null) return null;
  const { batch, seed, supervision } = plan;
  const known = supervisionBy(on === 'all' ? testimony : testimonyWithin(testimony, numbers(0, learned.paths.length)));
  const sampler = supervision && relationSamplers[supervision.sampler](known, { batch, seed });
  if (!sampler) throw otherSupervision(plan);
  return { sampler, relations: (pictures) => relationsOf(known, pictures) };
}

/** What the pictures that judge are asked; null where labels are all that is said. */
export function questionsFor({ plan, testimony, learned }: ToldTask): Questions | null {
  if (testimony === null) return null;
  const judges = numbers(learned.paths.length, testimony.statements.count);
  return questionsOf(supervisionBy(testimonyWithin(testimony, judges)), plan.seed);
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
