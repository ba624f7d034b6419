import { passes } from './passes.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';
import { samplesByClass } from './samples-by-class.ts';

/**
 * Every class as often as every other: shuffled passes over the classes, each time with the next picture of a shuffled
 * pass over that class. Pictures of small classes come more often, a class's only picture every time.
 */
export function balanced({ labels, batch, seed }: SamplerOptions): Sampler {
  const classes = samplesByClass(labels);
  const classOrder = passes(seed, 'balanced/classes', classes.length);
  const sampleOrders = classes.map((samples, c) => passes(seed, `balanced/class ${c}`, samples.length));
  return (step) =>
    Array.from({ length: batch }, (_, i) => {
      const place = step * batch + i;
      const round = Math.floor(place / classes.length);
      const c = classOrder(round)[place % classes.length];
      const samples = classes[c]; // every round takes one: the round-th of this class
      return samples[sampleOrders[c](Math.floor(round / samples.length))[round % samples.length]];
    });
}
