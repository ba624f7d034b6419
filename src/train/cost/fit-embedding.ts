import type { Network } from '../../graph/network.ts';
import { fitMemory, type MemoryFit, type MemorySetting, plainSetting } from '../../steps/fit-memory.ts';
import { viewTypes } from '../batches/view-feed.ts';
import { type EmbeddingTask, embeddingObjective } from '../embedding-task.ts';
import { stepsPerCall } from './steps-per-call.ts';

/** The members of a task that decide how much memory its steps need. */
export type EmbeddingSize = Pick<EmbeddingTask, 'head' | 'emaDecay' | 'batchNorm' | 'batch'> & {
  /** The shape of one picture's activations. */
  readonly shape: readonly number[];
  /** The block of matrix products, as in `Objective`, so that the estimate is for the graph that will run. */
  readonly block: number | null;
  /** The network, or its part that learns, for so many pictures. */
  network(batch: number): Network;
};

/** The cheapest setting under which steps fit into `free` bytes. Throws `too-large` where none does. */
export function fitEmbedding({ network, shape, block, ...size }: EmbeddingSize, free: number): MemoryFit {
  const { batch } = size;
  const objective = ({ recomputeSegments, accumulationSteps }: MemorySetting) => {
    const part = network(batch / accumulationSteps);
    return {
      ...embeddingObjective({ ...size, network: part, weightDecay: 0, recomputeSegments, accumulationSteps }),
      block,
    };
  };
  const steps = stepsPerCall(objective(plainSetting));
  return fitMemory({ objective, types: viewTypes(shape, batch), batch, stepsPerCall: steps, free });
}
