import type { Storage } from '../base/storage.ts';
import type { TrainingPlan } from '../plan/training-plan.ts';
import type { Checkpointer } from '../train/checkpoints/checkpointer.ts';
import { checkpoints } from '../train/checkpoints/checkpoints.ts';
import type { Learner } from '../train/loop/learner.ts';
import type { LoopPlan } from '../train/loop/plan.ts';
import type { TrainState } from '../train/loop/train-state.ts';

/** Where the checkpoints of all stages are kept. */
export type KeptStages = {
  readonly storage: Storage;
  /** Whether an earlier run left checkpoints there that this one goes on with. */
  readonly resumed: boolean;
};

/** Receives states of training: those that are saved, and the one that an earlier run has left. */
export type StateWatch = Readonly<Record<'see' | 'resumed', (trainState: TrainState) => void>>;

/** Makes the checkpoints of a stage, each of which is shown before it is saved. */
export function stageCheckpoints(
  index: number,
  plan: TrainingPlan,
  { storage, resumed }: KeptStages,
  watch: StateWatch,
) {
  return async (learner: Learner, schedule: LoopPlan): Promise<Checkpointer> => {
    const name = checkpointName(index);
    return seeing(await checkpoints(learner, schedule, { storage, name, resume: resumed, belongsTo: plan }), watch);
  };
}

/** Whether an earlier run has left a checkpoint of a stage. */
export async function isStageBegun(index: number, { storage, resumed }: KeptStages): Promise<boolean> {
  return resumed && (await storage.list()).includes(checkpointName(index));
}

/** Under what name the storage holds the checkpoint of a stage. */
function checkpointName(index: number): string {
  return `stage-${index}.safetensors`;
}

function seeing(checkpointer: Checkpointer, { see, resumed }: StateWatch): Checkpointer {
  return {
    load: async () => {
      const trainState = await checkpointer.load();
      if (trainState) resumed(trainState);
      return trainState;
    },
    save: async (trainState) => {
      see(trainState);
      return checkpointer.save(trainState);
    },
    saveIfDue: async (trainState) => {
      see(trainState);
      await checkpointer.saveIfDue(trainState);
    },
  };
}
