import { type Course, freshPass } from './course.ts';
import type { Incident } from './history.ts';
import type { Plan } from './plan.ts';
import { type Softened, softened } from './softness.ts';
import { figure, type Trouble } from './trouble.ts';

/** Kinds of which training goes on where it stands. */
const minor: readonly Incident['kind'][] = ['plateau', 'inactive', 'overfitting'];

/** How often training has gone back, or should have. */
export function timesBack({ incidents }: Course): number {
  return incidents.filter(({ kind }) => !minor.includes(kind)).length;
}

/**
 * This pass anew, from the last good state, at a lower rate or with a softer miner; after the last attempt, the end. Passes
 * that are over are not taken again, even where the last good state is older than they are.
 */
export function rolledBack(plan: Plan, course: Course, trouble: Trouble): Course {
  const { guard } = plan;
  const { refuge, pass, step, slowed } = course;
  if (timesBack(course) >= guard.attempts) {
    const told = toldNow(course, trouble, 'that is as often as training goes back: it ends here');
    return { ...told, ending: 'diverged' };
  }
  const soft = trouble.softens ? softened(refuge.state) : null;
  const slowDown = soft ? (trouble.slowDown ?? 1) : Math.min(trouble.slowDown ?? 1, guard.slowDown);
  const answer = [
    `back to the state before epoch ${refuge.step / plan.stepsPerEpoch + 1}`,
    ...(slowDown < 1 ? [`at ${figure(slowDown)} times the rate`] : []),
    ...(soft ? [soft.words] : []),
  ];
  const told = toldNow({ ...course, slowed: slowed * slowDown }, trouble, answer.join(', '));
  const back = { ...told, ...refuge, step: step - pass.steps, pass: { ...freshPass, seconds: pass.seconds } };
  return soft ? withSoftMiner(back, soft) : unwatched(back);
}

/** The course with what was seen in this pass, and what was done. */
export function toldNow(course: Course, { kind, seen }: Trouble, answer: string): Course {
  const { history, step, slowed, incidents } = course;
  const incident: Incident = { epoch: history.length + 1, step, kind, explanation: `${seen}: ${answer}`, slowed };
  return { ...course, incidents: [...incidents, incident] };
}

/** On from this state, and back to one with as soft a miner when trouble comes: its losses are of another kind. */
export function withSoftMiner(course: Course, { state, level }: Softened): Course {
  const { refuge } = course;
  const safe = softened(refuge.state, level)?.state ?? refuge.state;
  return unwatched({ ...course, state, refuge: { ...refuge, state: safe, recent: [] }, recent: [], opening: null });
}

/** What was seen is answered: what comes is judged for itself. */
function unwatched(course: Course): Course {
  return course.watched ? { ...course, watched: { ...course.watched, figures: [] } } : course;
}
