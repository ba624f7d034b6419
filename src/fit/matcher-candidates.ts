import type { MatcherSpec } from '../gallery/matchers/catalogue.ts';

/**
 * What validation chooses among, from the plainest to the most elaborate; the earlier one wins a tie. With k = 1 a class of
 * two or three pictures that happen to be unlike takes others' pictures.
 */
export const matcherCandidates: readonly MatcherSpec[] = [
  { name: 'prototype', k: 1 },
  { name: 'neighbours', k: 1 },
  { name: 'balanced', k: 2, nearest: 0 },
  { name: 'balanced', k: 2, nearest: 0.3 },
  { name: 'balanced', k: 2, nearest: 0.5 },
  { name: 'balanced', k: 5, nearest: 0.3 },
];

/** What is taken where no picture can be held out. */
export const matcherWithoutValidation: MatcherSpec = matcherCandidates[0];
