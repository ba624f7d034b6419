import { byCodePoint } from '../../base/hash.ts';
import { random } from '../../base/random.ts';
import type { Sample } from '../../data/dataset.ts';

/** Returns the indices of at most `most` samples of each class, ascending. */
export type DrawPerClass = (most: number) => number[];

/**
 * Draws samples per class as a person collects pictures: group by group (scene by scene) in a seeded order; the last
 * group may be cut. A larger draw contains every smaller one of the same seed. A picture without a group is its own
 * group. The draw does not depend on the order of the samples.
 */
export function drawPerClass(samples: readonly Sample[], seed: number): DrawPerClass {
  const sorted = [...samples.keys()].sort((a, b) => byCodePoint(samples[a].path, samples[b].path));
  const groupOf = (index: number) => samples[index].group ?? samples[index].path;
  const order = random(seed, 'per class').shuffle([...new Set(sorted.map(groupOf))]);
  const rank = new Map(order.map((group, index) => [group, index]));
  const drawn = sorted.sort((a, b) => (rank.get(groupOf(a)) ?? 0) - (rank.get(groupOf(b)) ?? 0));
  const ranks = ranksInClass(samples, drawn);
  return (most) => [...samples.keys()].filter((index) => ranks[index] < most);
}

/** The rank of each sample within its class, in the order `drawn`. */
function ranksInClass(samples: readonly Sample[], drawn: readonly number[]): Int32Array {
  const counts = new Map<string | null, number>();
  const ranks = new Int32Array(samples.length);
  for (const index of drawn) {
    const { label } = samples[index];
    const count = counts.get(label) ?? 0;
    ranks[index] = count;
    counts.set(label, count + 1);
  }
  return ranks;
}
