import type { Random } from '../../base/random.ts';

/** The least and the greatest value. */
export type Range = readonly [number, number];

/** Uniform in [low, high). */
export function uniformBetween([low, high]: Range, random: Random): number {
  return low + (high - low) * random.uniform();
}

/** Uniform in the logarithm, so 1/2 is as likely as 2. Both ends must be above 0. */
export function logUniformBetween([low, high]: Range, random: Random): number {
  return Math.exp(uniformBetween([Math.log(low), Math.log(high)], random));
}

/** Uniform in [-most, most). */
export function uniformUpTo(most: number, random: Random): number {
  return uniformBetween([-most, most], random);
}

/** True with this probability. */
export function bernoulli(probability: number, random: Random): boolean {
  return random.uniform() < probability;
}
