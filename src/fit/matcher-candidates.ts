import type { MatcherSpec } from '../gallery/matchers/catalogue.ts';

/**
 * The matchers that validation chooses from, from simple to elaborate; the first wins a tie. (`balanced` has no k = 1:
 * a class of two or three pictures that differ by chance would then attract pictures of other classes.)
 */
export const matcherCandidates: readonly MatcherSpec[] = [
  { name: 'prototype', k: 1 },
  { name: 'neighbours', k: 1 },
  { name: 'balanced', k: 2, nearest: 0 },
  { name: 'balanced', k: 2, nearest: 0.3 },
  { name: 'balanced', k: 2, nearest: 0.5 },
  { name: 'balanced', k: 5, nearest: 0.3 },
];

/** The matcher if no picture can be held out. */
export const matcherWithoutValidation: MatcherSpec = matcherCandidates[0];
