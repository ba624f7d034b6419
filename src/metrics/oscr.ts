import type { OpenSetScores } from './evidence.ts';
import { mean } from './mean.ts';
import { metric } from './metric.ts';
import { pairwiseWinShare, placements } from './placements.ts';

/**
 * Area under the open-set classification rate curve (Dhamija et al. 2018), 0..1: the share of known pictures that are
 * accepted and named rightly, over the share of strangers accepted. The area equals the chance that a known picture is
 * named rightly and scores more than a stranger, so it never exceeds accuracy or AUROC.
 */
export const oscr = metric<OpenSetScores>(
  {
    title: 'OSCR',
    meaning: 'Chance that a known picture is named rightly and looks more familiar than a stranger.',
  },
  ({ known, correct, strangers }) => {
    const accuracy = mean(correct);
    if (accuracy === 0) return 0;
    return accuracy * pairwiseWinShare(placements(known, strangers), correct, new Uint8Array(strangers.length).fill(1));
  },
);
