import { random } from '../../base/random.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';

/**
 * Shuffled passes over all samples, laid end to end, so that every batch is full and shapes stay fixed. A sample comes
 * twice in a batch only where two passes meet.
 */
export function shuffled({ labels: { length: count }, batch, seed }: SamplerOptions): Sampler {
  const passAt = shuffledPasses(count, seed);
  return (step) => {
    const taken: number[] = [];
    while (taken.length < batch) {
      const place = step * batch + taken.length;
      const rest = count - (place % count); // a pass is used up from its end
      const size = Math.min(batch - taken.length, rest);
      taken.push(...passAt(Math.floor(place / count)).slice(rest - size, rest));
    }
    return taken;
  };
}

/** Pass by pass of one stream of random numbers, which begins anew where an earlier pass is asked for. */
function shuffledPasses(count: number, seed: number): (pass: number) => readonly number[] {
  const everyone = Array.from({ length: count }, (_, i) => i);
  let [stream, last, order] = [random(seed, 'batches'), -1, everyone];
  return (pass) => {
    if (pass < last) [stream, last] = [random(seed, 'batches'), -1];
    for (; last < pass; last++) order = stream.shuffle(everyone);
    return order;
  };
}
