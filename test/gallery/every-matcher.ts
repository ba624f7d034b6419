import { type MatcherSpec, matcherCandidates } from '../../src/gallery/matchers/catalogue.ts';

/** What `fit` offers, and the same matchers with other options. */
export const offeredMatchers: readonly MatcherSpec[] = [
  ...matcherCandidates,
  { name: 'neighbours', k: 3 },
  { name: 'balanced', k: 6 },
  { name: 'balanced', k: 1, nearest: 0.5, cohesion: 0.2 },
];

/** All, also what only bundles of earlier versions name. */
export const everyMatcher: readonly MatcherSpec[] = [
  ...offeredMatchers,
  { name: 'vote', k: 1 },
  { name: 'vote', k: 3 },
];
