import type { Figures } from '../../src/losses/monitor.ts';

/** What a monitor shows while all is well. */
export const sane: Figures = {
  spread: 1.2,
  effectiveRank: 20,
  active: 0.6,
  unlearned: 0.8,
  positiveSimilarity: 0.6,
  negativeSimilarity: 0.2,
  gap: 0.4,
  drift: 0.1,
  classes: 8,
};
