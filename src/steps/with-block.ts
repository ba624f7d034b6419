import { channelBlockSize } from '../runtime/channel-block-size.ts';
import type { LoadOptions, Runtime } from '../runtime/runtime.ts';
import type { Objective } from './objective.ts';

/** The objective with the block size of this runtime's machine, which is measured if the objective has none. */
export async function withBlock(objective: Objective, runtime: Runtime, options: LoadOptions): Promise<Objective> {
  const { block = await channelBlockSize(runtime, options) } = objective;
  return { ...objective, block };
}
