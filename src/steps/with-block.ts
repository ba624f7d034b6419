import { blockSize } from '../runtime/block-size.ts';
import type { LoadOptions, Runtime } from '../runtime/runtime.ts';
import type { Objective } from './objective.ts';

/** The objective with the block of the machine that this runtime computes on, asked for where the objective says none. */
export async function withBlock(objective: Objective, runtime: Runtime, options: LoadOptions): Promise<Objective> {
  const { block = await blockSize(runtime, options) } = objective;
  return { ...objective, block };
}
