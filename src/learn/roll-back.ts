import { type Course, freshPass } from './course.ts';
import type { Incident } from './history.ts';
import type { Plan } from './plan.ts';
import { softened } from './softness.ts';
import type { State } from './state.ts';
import { figure, type Trouble } from './trouble.ts';

/** Kinds of which training goes on where it stands. */
const minor: readonly Incident['kind'][] = ['plateau', 'inactive', 'overfitting'];

/**
 * This pass anew, from the last good state, at a lower rate or with a softer miner; after the last attempt, the end. Passes
 * that are over are not taken again, even where the last good state is older than they are.
 */
export function rolledBack({ guard, stepsPerEpoch }: Plan, course: Course, { kind, seen, softens }: Trouble): Course {
  const { refuge, history, slowed, incidents, pass, step } = course;
  const isLast = incidents.filter((incident) => !minor.includes(incident.kind)).length >= guard.attempts;
  const soft = softens && !isLast ? softened(refuge.state) : null;
  const lower = isLast || soft ? slowed : slowed * guard.slowDown;
  const change = soft ? softenedWords : `at ${figure(guard.slowDown)} times the rate`;
  const answer = isLast
    ? 'that is as often as training goes back: it ends here'
    : `back to the state before epoch ${refuge.step / stepsPerEpoch + 1}, ${change}`;
  const explanation = `${seen}: ${answer}`;
  const incident: Incident = { epoch: history.length + 1, step, kind, explanation, slowed: lower };
  const told = { ...course, incidents: [...incidents, incident], slowed: lower };
  if (isLast) return { ...told, ending: 'diverged' };
  const back = { ...told, ...refuge, step: step - pass.steps, pass: { ...freshPass, seconds: pass.seconds } };
  return soft ? withSoftMiner(back, soft) : unwatched(back);
}

/** What a soft miner is, after what it is an answer to. */
export const softenedWords = 'with a miner that no longer chooses: all comparisons teach';

/** On from this state and, when trouble comes, back to it with as soft a miner; its losses are another kind than those before. */
export function withSoftMiner(course: Course, state: State): Course {
  const refuge = { ...course.refuge, state: softened(course.refuge.state) ?? course.refuge.state, recent: [] };
  return unwatched({ ...course, state, refuge, recent: [], opening: null });
}

/** What was seen is answered: what comes is judged for itself. */
function unwatched(course: Course): Course {
  return course.watched ? { ...course, watched: { ...course.watched, figures: [] } } : course;
}
