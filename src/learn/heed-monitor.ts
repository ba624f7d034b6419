import { type Course, toldAfterPass } from './course.ts';
import type { Incident } from './history.ts';
import { answerWords, type Symptom, symptomsIn } from './monitor-verdict.ts';
import type { Plan } from './plan.ts';
import { rolledBack, softenedWords, withSoftMiner } from './roll-back.ts';
import { softened } from './softness.ts';
import { measuring } from './watched.ts';

/** The course with an answer to what its monitor shows: back, from a collapse; a softer miner, where it keeps too much back. */
export function afterSymptoms(plan: Plan, course: Course): Course {
  const symptoms = symptomsIn(course.watched?.figures ?? []);
  const collapse = symptoms.find(({ kind }) => kind === 'collapse');
  if (collapse) return rolledBack(plan, course, { ...collapse, softens: softensFirst(collapse) });
  const inactive = symptoms.find(({ kind }) => kind === 'inactive');
  return inactive ? afterInactivity(course, inactive) : course;
}

/** Of what training can do by itself, whether softening the miner is likelier to help than lowering the rate. */
function softensFirst({ answers }: Symptom): boolean {
  return answers.find((answer) => answer === 'soften-miner' || answer === 'lower-rate') === 'soften-miner';
}

/** Nothing is lost yet, so training goes on from where it stands. What it cannot change by itself is told once. */
function afterInactivity(course: Course, { seen, answers }: Symptom): Course {
  const soft = answers.includes('soften-miner') ? softened(course.state) : null;
  if (soft) return withSoftMiner(told(course, `${seen}: on ${softenedWords}`), soft);
  if (isTold(course, 'inactive')) return course;
  const rest = answers.filter((answer) => answer !== 'soften-miner').map((answer) => answerWords[answer]);
  return told(course, `${seen}: training goes on; you may ${rest.join(', or ')}`);
}

function told(course: Course, explanation: string): Course {
  return { ...course, incidents: [...course.incidents, incidentOf(course, 'inactive', explanation, 1)] };
}

/** The course after a pass whose validation has this score, smaller is better: whether it overfits is told once. */
export function withOverfitting(course: Course, score: number): Course {
  if (!course.watched || course.watched.figures.length === 0) return course;
  const watched = measuring(course.watched, course.step, 1 - score);
  const measured = { ...course, watched };
  const symptoms = symptomsIn(watched.figures, { validation: watched.measured });
  const overfitting = symptoms.find(({ kind }) => kind === 'overfitting');
  if (!overfitting || isTold(course, 'overfitting')) return measured;
  const answer = `training goes on, and gives the weights of epoch ${course.best.epoch} if none does better`;
  return toldAfterPass(measured, incidentOf(course, 'overfitting', `${overfitting.seen}: ${answer}`, 0));
}

function isTold({ incidents }: Course, kind: Incident['kind']): boolean {
  return incidents.some((incident) => incident.kind === kind);
}

/** Seen so many epochs after the last one that is over. */
function incidentOf(
  { history, step, slowed }: Course,
  kind: Incident['kind'],
  explanation: string,
  after: number,
): Incident {
  return { epoch: history.length + after, step, kind, explanation, slowed };
}
