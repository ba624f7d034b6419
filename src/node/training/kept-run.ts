import { join } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import { keepSetting, type RunSetting } from './run-setting.ts';
import { readPlan, type TrainingPlan, writePlan } from './training-plan.ts';
import { nothingToResume, type WorkingFolder } from './working-folder.ts';

/** The plan of the run that is resumed. Throws `not-found` where it was cut short before it had one. */
export async function keptPlan(folder: WorkingFolder, out: string): Promise<TrainingPlan> {
  return readPlan(planIn(folder)).catch((thrown: unknown) => {
    throw thrown instanceof DiscernError && thrown.code === 'not-found' ? nothingToResume(out) : thrown;
  });
}

/** Keeps what resuming needs; the plan last, as it says that there is something to resume. */
export async function keepRun(folder: WorkingFolder, setting: RunSetting, plan: TrainingPlan): Promise<void> {
  await keepSetting(folder, setting);
  await writePlan(planIn(folder), plan);
}

function planIn({ path }: WorkingFolder): string {
  return join(path, 'plan.json');
}
