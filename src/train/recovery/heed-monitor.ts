import { softened, softest } from '../../losses/softness.ts';
import { type Course, toldAfterPass } from '../loop/course.ts';
import type { Incident } from '../loop/history.ts';
import { type Plan, totalSteps } from '../loop/plan.ts';
import { answerWords, type Symptom, symptomsIn } from './monitor-verdict.ts';
import { eased, rolledBack, timesBack, toldNow } from './roll-back.ts';
import { measuring } from './watched.ts';

/** The course with an answer to what its monitor shows: back, from a collapse; a softer miner, where it keeps too much back. */
export function afterSymptoms(plan: Plan, course: Course): Course {
  const symptoms = symptomsIn(course.watched?.figures ?? []);
  const collapse = symptoms.find(({ kind }) => kind === 'collapse');
  if (collapse) return afterCollapse(plan, course, collapse);
  const inactive = symptoms.find(({ kind }) => kind === 'inactive');
  return inactive ? afterInactivity(plan, course, inactive) : course;
}

/** What a rate is multiplied by that draws embeddings together within a few steps: it is wrong by one order of magnitude or two. */
const steepSlowDown = 0.02;

/**
 * Back, with a softer miner and the usual margin, and at a much lower rate where that is to blame. After the last attempt training
 * goes on, unlike with losses that explode: embeddings may come apart again, and validation tells whether they did.
 */
function afterCollapse(plan: Plan, course: Course, collapse: Symptom): Course {
  const { attempts } = plan.guard;
  const times = timesBack(course);
  if (times > attempts) return course;
  if (times === attempts) return toldNow(course, collapse, 'training has gone back as often as it may, and goes on');
  const slowing = collapse.answers[0] === 'lower-rate' ? { slowDown: steepSlowDown } : {};
  return rolledBack(plan, course, { ...collapse, eases: true, ...slowing });
}

/**
 * Nothing is lost yet, so training goes on from where it stands. What it cannot change by itself is told once; that batches
 * are learned in its second half is what it is for.
 */
function afterInactivity(plan: Plan, course: Course, inactive: Symptom): Course {
  const { answers } = inactive;
  const soft = answers.includes('soften-miner') ? softened(course.state, softest) : null;
  if (soft) return eased(toldNow(course, inactive, `on ${soft.words}`), soft);
  if (isTold(course, 'inactive') || course.step > totalSteps(plan) / 2) return course;
  const rest = answers.filter((answer) => answer !== 'soften-miner').map((answer) => answerWords[answer]);
  return toldNow(course, inactive, `training goes on; you may ${rest.join(', or ')}`);
}

/** The course after a pass whose validation has this score, smaller is better: whether it overfits is told once. */
export function withOverfitting(course: Course, score: number): Course {
  if (!course.watched || course.watched.figures.length === 0) return course;
  const { step, slowed, history, best } = course;
  const watched = measuring(course.watched, step, 1 - score);
  const measured = { ...course, watched };
  const symptoms = symptomsIn(watched.figures, { validation: watched.measured });
  const overfitting = symptoms.find(({ kind }) => kind === 'overfitting');
  if (!overfitting || isTold(course, 'overfitting')) return measured;
  const explanation = `${overfitting.seen}: training goes on, and gives the weights ${best.epoch === 0 ? 'it began with' : `of epoch ${best.epoch}`} if none does better`;
  return toldAfterPass(measured, { epoch: history.length, step, kind: 'overfitting', explanation, slowed });
}

function isTold({ incidents }: Course, kind: Incident['kind']): boolean {
  return incidents.some((incident) => incident.kind === kind);
}
