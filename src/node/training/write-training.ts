import { curvesPage } from '../../evaluate/report/curves-page.ts';
import { usualMinutes } from '../../stages/make-plan.ts';
import { type Overrun, overrunOf } from '../../stages/overrun.ts';
import { type PlannedTraining, type TrainedNetwork, trainNetwork } from '../../stages/train-network.ts';
import { endingOf, historyOf, stepsOf, type TrainResult, validationOf } from '../../stages/training-result.ts';
import { secondsNow } from '../../train/loop/progress-report.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { version } from '../version.ts';
import { nodeMachine } from './node-machine.ts';
import { curvesBeside, planBeside } from './out-file.ts';
import { writePlan } from './plan-file.ts';
import type { TrainDataOptions } from './train-options.ts';
import type { WorkingFolder } from './working-folder.ts';

/** A training whose plan is made, the folder where it works, and what it has taken so far. */
export type BegunTraining = PlannedTraining & {
  readonly folder: WorkingFolder;
  /** When the command began, in seconds. */
  readonly started: number;
  /** Seconds after which all pictures were read. */
  readonly read: number;
};

/**
 * Carries out the plan, and writes the network, the plan and the curves. Throws what trainNetwork and writing throw.
 */
export async function writeTraining(training: BegunTraining, options: TrainDataOptions): Promise<TrainResult> {
  const { folder, started } = training;
  const { out, progress, signal, tell, warn, passed, threads, device } = options;
  const planned = secondsNow() - started;
  let learned = planned;
  const made = await trainNetwork(training, {
    ...nodeMachine(folder.path, options),
    ...{ progress, signal, tell, warn, passed, threads, device },
    resumed: folder.resumed,
    producer: `discern ${version()}`,
    learned: async (plan) => {
      learned = secondsNow() - started;
      await writePlan(planBeside(out), plan);
    },
  });
  await writeAtomically(out, made.bytes);
  const overrun = folder.resumed ? null : overrunIn(training, { planned, learned, made }, options);
  const result = resultOf(training, made, { out, overrun });
  await writeAtomically(curvesBeside(out), new TextEncoder().encode(curvesPage(result)));
  return result;
}

/** What `train --json` prints of a training. */
function resultOf(
  { usable, started }: BegunTraining,
  { trained, dimensions, whitening }: TrainedNetwork,
  { out, overrun }: Pick<TrainResult, 'out' | 'overrun'>,
): TrainResult {
  const history = historyOf(trained);
  return {
    out,
    dimensions,
    plan: trained.plan,
    steps: stepsOf(trained),
    epochs: history.length,
    seconds: secondsNow() - started,
    overrun,
    history,
    validation: validationOf(trained, trained.plan, { samples: usable.heldOut.length, whitening }),
    whitening,
    stopped: endingOf(trained),
    incidents: trained.stages.flatMap(({ incidents }) => incidents),
    seed: trained.plan.seed,
    skipped: usable.skipped,
  };
}

type Spent = { readonly planned: number; readonly learned: number; readonly made: TrainedNetwork };

/** By how much a training took longer than the time that its plan was made for; null where it was made for none. */
function overrunIn(
  { time, read, started, plan }: BegunTraining,
  { planned, learned, made }: Spent,
  { minutes = usualMinutes }: TrainDataOptions,
): Overrun | null {
  const allowed = time?.allowed.at(-1)?.until;
  if (allowed === undefined) return null;
  const spent = { read, planned, learned, ended: secondsNow() - started };
  const epochs = historyOf(made.trained).map(({ seconds }) => seconds);
  return overrunOf(minutes, spent, { allowed, epochs, stages: plan.stages.length });
}
