import { DiscernError } from '../base/error.ts';
import { counted } from '../base/figures.ts';
import type { LearningSet } from './learning-set.ts';
import type { TrainingPlan } from './training-plan.ts';

/** Throws `fingerprint` where a plan was made for other pictures, labels or parts. */
export function requireSameData({ data }: TrainingPlan, { name, fingerprint, train, val, classes }: LearningSet): void {
  if (data.fingerprint === fingerprint) return;
  const pictures = train.length + (val?.length ?? 0);
  throw new DiscernError('fingerprint', `the plan was made for other data than ${name}`, {
    given: amount(pictures, classes.length),
    expected: `the pictures that it was made for: ${data.name}, ${amount(data.pictures, data.classes)}`,
    todo: 'give those pictures, unchanged; or leave --plan and --resume out: a plan is then made',
  });
}

function amount(pictures: number, classes: number): string {
  return `${counted(pictures, 'picture')} of ${counted(classes, 'class', 'classes')}`;
}
