import { passes } from './passes.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';
import { samplesByClass } from './samples-by-class.ts';

/**
 * Class-balanced batches: all classes come equally often. Classes come in shuffled passes, each time with the next
 * sample of a shuffled pass over that class. Samples of small classes therefore come more often.
 */
export function balanced({ labels, batch, seed }: SamplerOptions): Sampler {
  const classes = samplesByClass(labels);
  const classOrder = passes(seed, 'balanced/classes', classes.length);
  const sampleOrders = classes.map((samples, c) => passes(seed, `balanced/class ${c}`, samples.length));
  return (step) =>
    Array.from({ length: batch }, (_, i) => {
      const position = step * batch + i;
      const round = Math.floor(position / classes.length);
      const c = classOrder(round)[position % classes.length];
      const samples = classes[c]; // each round takes one sample of each class
      return samples[sampleOrders[c](Math.floor(round / samples.length))[round % samples.length]];
    });
}
