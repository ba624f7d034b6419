import type { State } from '../../steps/state.ts';
import { afterSymptoms, withOverfitting } from '../recovery/heed-monitor.ts';
import { isSound } from '../recovery/monitor-verdict.ts';
import { rolledBack } from '../recovery/roll-back.ts';
import { figure, remembered, troubleIn } from '../recovery/trouble.ts';
import { watching } from '../recovery/watched.ts';
import { type Course, freshPass, type Refuge, toldAfterPass } from './course.ts';
import type { Epoch, Incident, Validation } from './history.ts';
import type { Learned } from './learner.ts';
import type { Plan } from './plan.ts';

/** The rate below which, as a share of the scheduled one, going on is useless. */
const leastShare = 1e-3;

/** How much lower a loss must be to be called lower, as a share of it. */
const notable = 1e-3;

/** The course after some steps that took so long: on, or, where they went wrong, back to where all was well. */
export function afterSteps(plan: Plan, course: Course, { state, losses, reports }: Learned, seconds: number): Course {
  const { pass } = course;
  const trouble = troubleIn([...losses], course, plan.guard);
  if (trouble) return rolledBack(plan, { ...course, pass: { ...pass, seconds: pass.seconds + seconds } }, trouble);
  const sums = Object.entries(reports).map(([name, values]) => [name, (pass.reports[name] ?? 0) + total(values)]);
  const watched = watching(course.watched, reports);
  const advanced: Course = {
    ...course,
    step: course.step + losses.length,
    state,
    opening: course.opening ?? losses[0],
    recent: remembered(course.recent, [...losses]),
    pass: {
      steps: pass.steps + losses.length,
      loss: pass.loss + total(losses),
      reports: Object.fromEntries(sums),
      seconds: pass.seconds + seconds,
    },
    ...(watched && { watched }),
  };
  return watched ? afterSymptoms(plan, advanced) : advanced;
}

/** Whether all steps of a pass are taken. */
export function isPassOver({ stepsPerEpoch }: Plan, { pass }: Course): boolean {
  return pass.steps === stepsPerEpoch;
}

/** What a finished pass gave, and how it was judged: where nothing validates, the later the better. */
export type Judgement = {
  readonly weights: State;
  readonly validation: Validation | null;
  /** Smaller is better. */
  readonly score: number;
  /** By how much it may be worse than the best so far by chance; below 0, must be better. */
  readonly leeway: number;
  /** How long validation took. */
  readonly seconds: number;
};

/** The course with what its beginning is worth, which stands where no pass betters it. */
export function withBeginning(course: Course, { validation, score }: Judgement): Course {
  return { ...course, ...(validation && { beginning: validation }), best: { ...course.best, score } };
}

/** The course after a pass: its entry in the history, the best weights, and whether and how to go on. */
export function afterPass(
  plan: Plan,
  course: Course,
  { weights, validation, score, leeway, seconds }: Judgement,
): Course {
  const epoch = course.history.length + 1;
  const least = course.best.score ?? Number.POSITIVE_INFINITY;
  const isBetter = score < least + (course.best.epoch === 0 ? 0 : leeway);
  const passed: Course = {
    ...course,
    pass: freshPass,
    refuge: isSound(course.watched?.figures ?? []) ? refugeOf(course) : course.refuge,
    best: isBetter ? { weights, epoch, score: Math.min(score, least) } : course.best,
    history: [...course.history, entry(plan, course, validation, seconds)],
  };
  const level = withoutPlateau(plan, passed, validation ? score : course.pass.loss / plan.stepsPerEpoch);
  return withEnding(plan, validation ? withOverfitting(level, score) : level);
}

function refugeOf({ step, state, recent }: Course): Refuge {
  return { step, state, recent };
}

function entry(
  plan: Plan,
  { pass, step, history, slowed, incidents }: Course,
  validation: Validation | null,
  seconds: number,
): Epoch {
  const epoch = history.length + 1;
  const means = Object.entries(pass.reports).map(([name, sum]) => [name, sum / plan.stepsPerEpoch]);
  const own = incidents.filter((incident) => incident.epoch === epoch);
  return {
    epoch,
    loss: pass.loss / plan.stepsPerEpoch,
    rate: slowed * plan.schedule(step - 1),
    ...(means.length > 0 ? { reports: Object.fromEntries(means) } : {}),
    validation,
    seconds: pass.seconds + seconds,
    ...(own.length > 0 ? { incidents: own } : {}),
  };
}

/** Lowers the rate where the loss has not fallen for some epochs. */
function withoutPlateau({ guard }: Plan, course: Course, loss: number): Course {
  const { lowest, slowed, history, step } = course;
  const epoch = history.length;
  const before = lowest.loss ?? Number.POSITIVE_INFINITY;
  const isLower = loss < (Number.isFinite(before) ? before - notable * Math.abs(before) : before);
  if (isLower) return { ...course, lowest: { loss, epoch } };
  if (epoch - lowest.epoch < guard.plateau) return course;
  const lower = slowed * guard.slowDown;
  const explanation = `the loss has not fallen for ${epoch - lowest.epoch} epochs: on at ${figure(guard.slowDown)} times the rate`;
  const incident: Incident = { epoch, step, kind: 'plateau', explanation, slowed: lower };
  return toldAfterPass({ ...course, slowed: lower, lowest: { ...lowest, epoch } }, incident);
}

function withEnding({ epochs, patience }: Plan, course: Course): Course {
  const epoch = course.history.length;
  if (epoch === epochs) return { ...course, ending: 'finished' };
  if (epoch + 1 - course.best.epoch > patience) return { ...course, ending: 'no better' };
  if (course.slowed < leastShare) return { ...course, ending: 'plateau' };
  return course;
}

function total(values: Float32Array): number {
  return values.reduce((a, b) => a + b, 0);
}
