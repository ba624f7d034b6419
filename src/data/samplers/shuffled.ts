import { random } from '../../base/random.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';

/**
 * Shuffled passes over all samples, joined end to end, so that every batch is full and shapes stay fixed. A sample
 * comes twice in a batch only if two passes meet in it.
 */
export function shuffled({ labels: { length: count }, batch, seed }: SamplerOptions): Sampler {
  const passAt = shuffledPasses(count, seed);
  return (step) => {
    const taken: number[] = [];
    while (taken.length < batch) {
      const position = step * batch + taken.length;
      const rest = count - (position % count); // a pass is read from its end
      const size = Math.min(batch - taken.length, rest);
      taken.push(...passAt(Math.floor(position / count)).slice(rest - size, rest));
    }
    return taken;
  };
}

/** The order of each pass, from one stream of random numbers; asking for an earlier pass restarts the stream. */
function shuffledPasses(count: number, seed: number): (pass: number) => readonly number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  let [stream, last, order] = [random(seed, 'batches'), -1, all];
  return (pass) => {
    if (pass < last) [stream, last] = [random(seed, 'batches'), -1];
    for (; last < pass; last++) order = stream.shuffle(all);
    return order;
  };
}
