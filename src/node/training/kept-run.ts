import { join } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import type { TrainingPlan } from '../../plan/training-plan.ts';
import { readPlan, writePlan } from './plan-file.ts';
import { keepSetting, type RunSetting } from './run-setting.ts';
import { leftBehind, nothingToResume, type WorkingFolder } from './working-folder.ts';

/** The plan of the run that is resumed. Throws `not-found` if the run has no plan, or one of another version. */
export async function keptPlan(folder: WorkingFolder, out: string): Promise<TrainingPlan> {
  return leftBehind(readPlan(planIn(folder)), out).catch((thrown: unknown) => {
    throw thrown instanceof DiscernError && thrown.code === 'bad-data'
      ? nothingToResume(out, thrown.message, thrown)
      : thrown;
  });
}

/** Keeps what resuming needs. The plan is written last: where it is there, the run can be resumed. */
export async function keepRun(folder: WorkingFolder, setting: RunSetting, plan: TrainingPlan): Promise<void> {
  await keepSetting(folder, setting);
  await writePlan(planIn(folder), plan);
}

function planIn({ path }: WorkingFolder): string {
  return join(path, 'plan.json');
}
