import { classPortions } from './class-portions.ts';
import { filled, gathered } from './filled.ts';
import { roundRobin } from './round-robin.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';
import { samplesByClass } from './samples-by-class.ts';

/** Options of hierarchical. */
export type HierarchicalOptions = SamplerOptions & {
  /** The super-class of each sample: an alphabet of letters, a breed's species, a product's shelf. */
  readonly superclasses: ArrayLike<number>;
  /** Super-classes in a batch: few make batches of classes that are hard to tell apart, many easy ones. */
  readonly superPerBatch?: number;
  /** Samples of each class. */
  readonly perClass?: number;
};

/**
 * Batches of a few super-classes, in each as mPerClass: classes are told apart from those that are most alike. A super-class
 * with less than its share of the batch gives what it has, and further ones fill it.
 * (PyTorch Metric Learning's HierarchicalSampler.)
 */
export function hierarchical(options: HierarchicalOptions): Sampler {
  const { labels, superclasses, batch, seed, superPerBatch = 2, perClass = 4 } = options;
  const supers = samplesByClass(superclasses);
  const share = Math.ceil(batch / Math.min(superPerBatch, supers.length));
  const within = supers.map((samples, s) => {
    const own = samples.map((sample) => labels[sample]);
    const purpose = `hierarchical/${s}`;
    const portions = classPortions({ labels: own, perClass, size: share, seed, purpose });
    return (turn: number, size: number) => gathered(size, portions(turn)).map((place) => samples[place]);
  });
  const turns = roundRobin(seed, 'hierarchical', supers.length, Math.min(superPerBatch, supers.length));
  return (step) => filled(batch, portionsAt(step));

  function* portionsAt(step: number): Iterable<readonly number[]> {
    for (const { thing, turn } of turns(step)) yield within[thing](turn, share);
    for (const { thing, turn } of turns(step)) yield within[thing](turn, batch);
  }
}
