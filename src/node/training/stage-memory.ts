import { DiscernError } from '../../base/error.ts';
import { random } from '../../base/random.ts';
import type { MemoryFit } from '../../steps/fit-memory.ts';
import type { TrainableCut } from '../../train/cost/learnable-network.ts';
import { embeddingHead } from '../../train/heads/embedding-head.ts';
import { type EmbeddingSize, fitEmbedding } from '../../train/train-embedding.ts';
import type { MeasureTask } from './measure-speeds.ts';

/** How steps that learn from a cut on fit into memory. Throws `too-large`. */
export type StageMemory = (cut: TrainableCut) => MemoryFit;

/** What of a plan and of the machine decides the memory of steps. */
export type StageSize = Pick<MeasureTask, 'network' | 'batch' | 'dimensions' | 'classes' | 'batchNorm'> &
  Pick<EmbeddingSize, 'block'>;

/** Asks once a cut how steps from there on fit into so many bytes. */
export function stageMemory(
  { network, batch, dimensions, classes, batchNorm, block }: StageSize,
  free: number,
): StageMemory {
  const features = network.card.dimensions;
  const head = embeddingHead({ features, dimensions, classes, logitScale: 1, random: random(0, 'memory') });
  const known = new Map<TrainableCut, MemoryFit>();
  return (cut) => {
    const size = { head, emaDecay: null, batchNorm, batch, block, shape: cut.shape };
    const fit = known.get(cut) ?? fitEmbedding({ ...size, network: (part) => network.tail(cut, part) }, free);
    known.set(cut, fit);
    return fit;
  };
}

/** The first of some cuts, from shallow to deep, from which on steps fit into memory. Throws `too-large` where none does. */
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
