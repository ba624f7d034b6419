import type { Sampler } from '../../../src/data/samplers/sampler.ts';

/** The samples of each class, in the order of their first ones. */
export function classesOf(labels: ArrayLike<number>): number[][] {
  const samples = Array.from(labels, (_, sample) => sample);
  return [...new Set(Array.from(labels))].map((label) => samples.filter((sample) => labels[sample] === label));
}

/** The batches of the first steps. */
export const steps = (draw: Sampler, count: number) => Array.from({ length: count }, (_, step) => draw(step));
