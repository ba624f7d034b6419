import type { Watch } from '../../base/progress.ts';
import type { State } from '../../steps/state.ts';
import { type Keeper, noKeeper } from '../checkpoints/keeper.ts';
import { afterPass, afterSteps, isPassOver, withBeginning } from './advance.ts';
import { beginning, type Course } from './course.ts';
import type { Ending, Epoch, Incident, Validation } from './history.ts';
import { interrupted } from './interrupted.ts';
import type { Learner, Lesson } from './learner.ts';
import { type Length, type Lengthen, planAt } from './lengths.ts';
import { paceTeller, secondsNow, type Tell } from './pace.ts';
import { type Plan, totalSteps } from './plan.ts';

/** How weights do on what is not learned from. Throws where the signal is aborted meanwhile. */
export type Validate = (weights: State, signal?: AbortSignal) => Promise<Validation>;

/** How learning is watched, judged and kept. */
export type TeachOptions = Watch & {
  readonly validate?: Validate | null;
  /** What of a validation chooses the best epoch, smaller is better: its loss where absent. */
  readonly judge?: (validation: Validation) => number;
  /**
   * By how much a score differs by chance from one as good: among epochs that are no worse the last is chosen, which learned at the
   * lowest rate. Below 0: the first, until one is better by more than that. Absent: the best, whatever its lead.
   */
  readonly leeway?: (score: number) => number;
  /** Whether the weights are judged before they learn, so that they stand where no epoch betters them. */
  readonly judgesBeginning?: boolean;
  /** Thinks over after every epoch how many there are to be; absent: as many as the plan has. */
  readonly lengthen?: Lengthen;
  /** Receives every figure after every call of the runtime. */
  readonly tell?: Tell;
  /** Keeps the course, so that it can be taken up again. */
  readonly keeper?: Keeper;
  /** Seconds since any moment. */
  readonly clock?: () => number;
};

/** Where training ended. */
export type Trained = {
  /** The weights of the best epoch: by validation where there is one, else the last. */
  readonly weights: State;
  /** That epoch, counted from 1; 0 where no epoch bettered the beginning. */
  readonly best: number;
  /** How the beginning was judged; null where it was not. */
  readonly beginning: Validation | null;
  readonly history: readonly Epoch[];
  /** Where the number of epochs changed on the way, in order. */
  readonly lengths: readonly Length[];
  /** All that went wrong, the last pass included where it was never finished. */
  readonly incidents: readonly Incident[];
  readonly ending: Ending;
};

/**
 * Teaches a learner: epochs of steps at scheduled rates, each validated, the best weights kept. Trouble is answered as
 * the plan says. A course that was kept is taken up where it stood. Throws `interrupted` when the signal is aborted,
 * after the course is kept.
 */
export async function teach(learner: Learner, plan: Plan, options: TeachOptions = {}): Promise<Trained> {
  const { keeper = noKeeper, clock = secondsNow, signal } = options;
  let course = (await keeper.kept()) ?? beginning(learner);
  let current = planAt(plan, course.lengths ?? []);
  if (isToBeJudged(course, options)) {
    options.progress?.({ stage: 'judging where learning begins', done: 0 });
    const judgement = await unlessStopped(judged(learner, course, { ...options, clock }), signal);
    if (judgement === null) throw interrupted(await keeper.keep(course));
    course = withBeginning(course, judgement);
  }
  const tellPace = paceTeller(course, { ...options, clock });
  while (course.ending === null && (course.step < totalSteps(current) || isPassOver(current, course))) {
    if (signal?.aborted) throw interrupted(await keeper.keep(course));
    if (!isPassOver(current, course)) {
      const started = clock();
      const learned = await learner.learn(course.state, nextLesson(current, course));
      course = afterSteps(current, course, learned, clock() - started);
    }
    if (isPassOver(current, course)) {
      const judgement = await unlessStopped(judged(learner, course, { ...options, clock }), signal);
      if (judgement === null) throw interrupted(await keeper.keep(course));
      course = withLength(current, afterPass(current, course, judgement), options);
      current = planAt(plan, course.lengths ?? []);
    }
    tellPace(current, course);
    await keeper.keepIfDue(course);
  }
  await keeper.keep(course);
  const { best, history, incidents, ending } = course;
  return {
    weights: best.weights,
    best: best.epoch,
    beginning: course.beginning ?? null,
    history,
    lengths: course.lengths ?? [],
    incidents,
    ending: ending ?? 'finished',
  };
}

/** The course after a pass, with how many epochs there are to be where that has changed. */
function withLength(plan: Plan, course: Course, { lengthen }: TeachOptions): Course {
  if (course.ending !== null || !lengthen) return course;
  const { history, lengths = [] } = course;
  const epochs = lengthen({ epochs: plan.epochs, seconds: history.map(({ seconds }) => seconds) });
  return epochs === plan.epochs ? course : { ...course, lengths: [...lengths, { after: history.length, epochs }] };
}

/** Whether nothing is learned yet, nor known of the beginning. */
function isToBeJudged({ step, beginning }: Course, { validate, judgesBeginning }: TeachOptions): boolean {
  return Boolean(validate && judgesBeginning) && step === 0 && beginning === undefined;
}

/** What is given, or null where a signal to stop keeps it from coming. */
async function unlessStopped<T>(coming: Promise<T>, signal: AbortSignal | undefined): Promise<T | null> {
  try {
    return await coming;
  } catch (thrown) {
    if (signal?.aborted) return null;
    throw thrown;
  }
}

/** The steps of the next call: as many as one takes, but none of the next pass. */
function nextLesson(plan: Plan, { step, pass, slowed }: Course): Lesson {
  const count = Math.min(plan.stepsPerCall, plan.stepsPerEpoch - pass.steps);
  const rates = Array.from({ length: count }, (_, i) => slowed * plan.schedule(step + i));
  return { before: step, rates, total: totalSteps(plan) };
}

async function judged(
  learner: Learner,
  { state, history }: Course,
  {
    validate,
    judge = ({ loss }) => loss,
    leeway = () => 0,
    clock,
    signal,
  }: TeachOptions & { readonly clock: () => number },
) {
  const started = clock();
  const weights = learner.weights(state);
  const validation = validate ? await validate(weights, signal) : null;
  const score = validation ? judge(validation) : -history.length;
  return { weights, validation, score, leeway: validation ? leeway(score) : 0, seconds: clock() - started };
}
