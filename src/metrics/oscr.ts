import type { Openness } from './evidence.ts';
import { mean } from './mean.ts';
import { placements, winShare } from './placements.ts';

/**
 * Open-set classification rate (Dhamija et al. 2018), 0..1: the area under the share of known pictures that are
 * accepted and named rightly, over the share of strangers accepted. Integrated over thresholds that is the chance
 * that a known picture is named rightly and scores more than a stranger: never more than accuracy or AUROC.
 */
export function oscr({ known, correct, strangers }: Openness): number {
  const accuracy = mean(correct);
  if (accuracy === 0) return 0;
  return accuracy * winShare(placements(known, strangers), correct, new Uint8Array(strangers.length).fill(1));
}
