import type { MatcherSpec } from '../gallery/matchers/catalogue.ts';

/** What validation chooses among, from the plainest to the most elaborate; the earlier one wins a tie. */
export const matcherCandidates: readonly MatcherSpec[] = [
  { name: 'prototype', k: 1 },
  { name: 'neighbours', k: 1 },
  { name: 'balanced', k: 1, nearest: 0 },
  { name: 'balanced', k: 1, nearest: 0.3 },
  { name: 'balanced', k: 2, nearest: 0.3 },
  { name: 'balanced', k: 1, nearest: 0.5 },
];

/** What is taken where no picture can be held out. */
export const matcherWithoutValidation: MatcherSpec = matcherCandidates[0];
