import { byCodePoint } from '../base/hash.ts';
import { random } from '../base/random.ts';
import type { Sample } from '../data/dataset.ts';

/** Gives the places of at most so many samples of each class, in increasing order. */
export type DrawPerClass = (most: number) => number[];

/**
 * Draws as somebody collects: whole groups (scenes) in a seeded order, of the last one only what is wanted. A larger draw
 * holds every smaller one of the same seed. Pictures without a group are groups of their own. Does not depend on the
 * order of the samples.
 */
export function drawPerClass(samples: readonly Sample[], seed: number): DrawPerClass {
  const sorted = [...samples.keys()].sort((a, b) => byCodePoint(samples[a].path, samples[b].path));
  const groupOf = (place: number) => samples[place].group ?? samples[place].path;
  const order = random(seed, 'per class').shuffle([...new Set(sorted.map(groupOf))]);
  const rank = new Map(order.map((group, index) => [group, index]));
  const drawn = sorted.sort((a, b) => (rank.get(groupOf(a)) ?? 0) - (rank.get(groupOf(b)) ?? 0));
  const places = placesInClass(samples, drawn);
  return (most) => [...samples.keys()].filter((place) => places[place] < most);
}

/** The place of each sample among those of its class, in the order `drawn`. */
function placesInClass(samples: readonly Sample[], drawn: readonly number[]): Int32Array {
  const counts = new Map<string | null, number>();
  const places = new Int32Array(samples.length);
  for (const index of drawn) {
    const { label } = samples[index];
    const count = counts.get(label) ?? 0;
    places[index] = count;
    counts.set(label, count + 1);
  }
  return places;
}
