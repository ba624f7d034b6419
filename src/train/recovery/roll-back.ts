import { relenting } from '../../losses/relented.ts';
import { softened } from '../../losses/softness.ts';
import { allOf, type Easing } from '../../steps/easing.ts';
import { type Course, freshPass } from '../loop/course.ts';
import type { Incident } from '../loop/history.ts';
import type { Plan } from '../loop/plan.ts';
import { figure, type Trouble } from './trouble.ts';

/** Kinds of which training goes on where it stands. */
const minor: readonly Incident['kind'][] = ['plateau', 'inactive', 'overfitting'];

/** How often training has gone back, or should have. */
export function timesBack({ incidents }: Course): number {
  return incidents.filter(({ kind }) => !minor.includes(kind)).length;
}

/**
 * This pass anew, from the last good state, at a lower rate or eased; after the last attempt, the end. Passes
 * that are over are not taken again, even where the last good state is older than they are.
 */
export function rolledBack(plan: Plan, course: Course, trouble: Trouble): Course {
  const { guard } = plan;
  const { refuge, pass, step, slowed } = course;
  if (timesBack(course) >= guard.attempts) {
    const told = toldNow(course, trouble, 'that is as often as training goes back: it ends here');
    return { ...told, ending: 'diverged' };
  }
  const easings = trouble.eases
    ? [softened(refuge.state), relenting(refuge.state)].filter((each) => each !== null)
    : [];
  const slowDown = easings.length > 0 ? (trouble.slowDown ?? 1) : Math.min(trouble.slowDown ?? 1, guard.slowDown);
  const answer = [
    `back to the state before epoch ${refuge.step / plan.stepsPerEpoch + 1}`,
    ...(slowDown < 1 ? [`at ${figure(slowDown)} times the rate`] : []),
    ...easings.map(({ words }) => words),
  ];
  const told = toldNow({ ...course, slowed: slowed * slowDown }, trouble, answer.join(', '));
  const back = { ...told, ...refuge, step: step - pass.steps, pass: { ...freshPass, seconds: pass.seconds } };
  return easings.length > 0 ? eased(back, allOf(easings)) : unwatched(back);
}

/** The course with what was seen in this pass, and what was done. */
export function toldNow(course: Course, { kind, seen }: Trouble, answer: string): Course {
  const { history, step, slowed, incidents } = course;
  const incident: Incident = { epoch: history.length + 1, step, kind, explanation: `${seen}: ${answer}`, slowed };
  return { ...course, incidents: [...incidents, incident] };
}

/** Learning goes on eased, and back to a state that is so too when trouble comes: its losses are of another kind. */
export function eased(course: Course, { of }: Easing): Course {
  const { state, refuge } = course;
  const safe = { ...refuge, state: of(refuge.state), recent: [] };
  return unwatched({ ...course, state: of(state), refuge: safe, recent: [], opening: null });
}

/** What was seen is answered: what comes is judged for itself. */
function unwatched(course: Course): Course {
  return course.watched ? { ...course, watched: { ...course.watched, figures: [] } } : course;
}
