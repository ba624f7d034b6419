import { classPortions } from './class-portions.ts';
import { filled, gathered } from './filled.ts';
import { roundRobin } from './round-robin.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';
import { samplesByClass } from './samples-by-class.ts';

/** Options of hierarchical. */
export type HierarchicalOptions = SamplerOptions & {
  /** The super-class of each sample [N], for instance the species of a breed or the shelf of a product. */
  readonly superclasses: ArrayLike<number>;
  /** Super-classes per batch: few give batches of similar classes (hard), many give easy batches. */
  readonly superPerBatch?: number;
  /** Samples per class in a batch. */
  readonly perClass?: number;
};

/**
 * Batches of a few super-classes, with m samples per class inside each (as mPerClass): the classes of a batch are then
 * similar. A super-class with fewer samples than its share gives all of them, and further super-classes fill the batch.
 * (HierarchicalSampler of pytorch-metric-learning.)
 */
export function hierarchical(options: HierarchicalOptions): Sampler {
  const { labels, superclasses, batch, seed, superPerBatch = 2, perClass = 4 } = options;
  const supers = samplesByClass(superclasses);
  const share = Math.ceil(batch / Math.min(superPerBatch, supers.length));
  const within = supers.map((samples, s) => {
    const own = samples.map((sample) => labels[sample]);
    const purpose = `hierarchical/${s}`;
    const portions = classPortions({ labels: own, perClass, size: share, seed, purpose });
    return (turn: number, size: number) => gathered(size, portions(turn)).map((position) => samples[position]);
  });
  const turns = roundRobin(seed, 'hierarchical', supers.length, Math.min(superPerBatch, supers.length));
  return (step) => filled(batch, portionsAt(step));

  function* portionsAt(step: number): Iterable<readonly number[]> {
    for (const { item, turn } of turns(step)) yield within[item](turn, share);
    for (const { item, turn } of turns(step)) yield within[item](turn, batch);
  }
}
