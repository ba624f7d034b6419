import { planBytes, planFrom } from '../../plan/plan-json.ts';
import type { TrainingPlan } from '../../plan/training-plan.ts';
import { readFile } from '../files/files.ts';
import { writeAtomically } from '../files/write-atomically.ts';

/** Reads a plan. Throws `bad-data` where the file holds none, and what reading throws. */
export async function readPlan(path: string): Promise<TrainingPlan> {
  return planFrom(await readFile(path), path);
}

/** Writes a plan. Throws `disk` and `no-permission`. */
export function writePlan(path: string, plan: TrainingPlan): Promise<void> {
  return writeAtomically(path, planBytes(plan));
}
