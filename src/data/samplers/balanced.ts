import { random } from '../../base/random.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';

/**
 * Every class as often as every other: shuffled passes over the classes, each time with the next picture of a shuffled
 * pass over that class. Pictures of small classes come more often, a class's only picture every time.
 */
export function balanced({ labels, batch, seed }: SamplerOptions): Sampler {
  const classes = samplesByClass(labels);
  const classOrder = passes(seed, 'classes', classes.length);
  const sampleOrders = classes.map((samples, c) => passes(seed, `class ${c}`, samples.length));
  return (step) =>
    Array.from({ length: batch }, (_, i) => {
      const place = step * batch + i;
      const round = Math.floor(place / classes.length);
      const c = classOrder(round)[place % classes.length];
      const samples = classes[c]; // every round takes one: the round-th of this class
      return samples[sampleOrders[c](Math.floor(round / samples.length))[round % samples.length]];
    });
}

function samplesByClass(labels: ArrayLike<number>): number[][] {
  const samples = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const known = samples.get(labels[i]);
    if (known) known.push(i);
    else samples.set(labels[i], [i]);
  }
  return [...samples.entries()].sort(([a], [b]) => a - b).map(([, numbers]) => numbers);
}

/** The order of each pass over `count` things, seeded by its number; the last one asked for is kept. */
function passes(seed: number, purpose: string, count: number): (pass: number) => readonly number[] {
  const everyone = Array.from({ length: count }, (_, i) => i);
  let [last, order] = [-1, everyone];
  return (pass) => {
    if (pass !== last) [last, order] = [pass, random(seed, `balanced/${purpose}/${pass}`).shuffle(everyone)];
    return order;
  };
}
