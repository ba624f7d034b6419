import { type MemorySetting, slowdown } from '../../steps/fit-memory.ts';
import type { Speeds } from '../../train/cost/plan-within.ts';
import type { Stage } from './training-plan.ts';

/** Speeds of learning under a memory setting: slower where activations are computed again. */
export function slowed(speeds: Speeds, setting: MemorySetting): Speeds {
  const factor = slowdown(setting);
  return { ...speeds, learning: speeds.learning.map(({ tail, seconds }) => ({ tail, seconds: factor * seconds })) };
}

/** The part of a stage that says how its steps fit into memory: empty where a step is computed at once. */
export function memoryParts({
  recomputeSegments,
  accumulationSteps,
}: MemorySetting): Pick<Stage, 'recomputeSegments' | 'accumulationSteps'> {
  return { ...(recomputeSegments > 1 && { recomputeSegments }), ...(accumulationSteps > 1 && { accumulationSteps }) };
}
