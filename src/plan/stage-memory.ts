import { DiscernError } from '../base/error.ts';
import { type MemoryFit, type MemorySetting, slowdown } from '../steps/fit-memory.ts';
import { type EmbeddingSize, fitEmbedding } from '../train/cost/fit-embedding.ts';
import type { TrainableCut } from '../train/cost/learnable-network.ts';
import type { Speeds } from '../train/cost/plan-within.ts';
import type { MeasureTask } from './measure-speeds.ts';
import { measuredHead } from './measured-head.ts';
import type { Stage } from './training-plan.ts';

/** How steps that learn from a cut on fit into memory. Throws `too-large` where they do not. */
export type StageMemory = (cut: TrainableCut) => MemoryFit;

/** The parts of a plan, and of the machine, that decide the memory of steps. */
export type StageSize = Pick<MeasureTask, 'network' | 'batch' | 'dimensions' | 'classes' | 'batchNorm'> &
  Pick<EmbeddingSize, 'block'>;

/** How steps fit into `free` bytes; each cut is computed once. */
export function stageMemory({ block, ...stage }: StageSize, free: number): StageMemory {
  const { network, batch, batchNorm } = stage;
  const head = measuredHead(stage);
  const known = new Map<TrainableCut, MemoryFit>();
  return (cut) => {
    const size = { head, emaDecay: null, batchNorm, batch, block, shape: cut.shape };
    const fit = known.get(cut) ?? fitEmbedding({ ...size, network: (part) => network.tail(cut, part) }, free);
    known.set(cut, fit);
    return fit;
  };
}

/**
 * The first of some cuts, from shallow to deep, from which on steps fit into memory. Throws `too-large` where none
 * does.
 */
export function fittingCut(cuts: readonly TrainableCut[], memory: StageMemory): TrainableCut {
  const deepest = cuts[cuts.length - 1];
  const found = cuts.slice(0, -1).find((cut) => fits(cut, memory)) ?? deepest;
  memory(found);
  return found;
}

function fits(cut: TrainableCut, memory: StageMemory): boolean {
  try {
    memory(cut);
    return true;
  } catch (thrown) {
    if (thrown instanceof DiscernError && thrown.code === 'too-large') return false;
    throw thrown;
  }
}

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
