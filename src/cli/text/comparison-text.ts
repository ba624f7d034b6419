import { counted } from '../../base/figures.ts';
import { tradeOffInWords } from '../../calibrate/open-set/trade-off-in-words.ts';
import { cautionsInWords } from '../../evaluate/cautions.ts';
import type { CompareResult } from '../../evaluate/results.ts';
import { scoresText } from './score-tables.ts';

/** A comparison as text: what was measured, the scores (lines of at most `width` characters), verdict and reasons. */
export function comparisonText(result: CompareResult, width: number): string {
  const { dataset, samples, split, seed, verdict, tradeOffs } = result;
  const learned = `learned from ${counted(split.train, 'picture')}, chosen on ${split.val}`;
  return [
    `${dataset}: ${learned}, both measured on the same ${counted(samples, 'picture')} (seed ${seed})`,
    ...cautionsInWords(result),
    '',
    scoresText(result, width),
    '',
    verdict.sentence,
    ...verdict.because.map((reason) => `- ${reason}`),
    ...(tradeOffs
      ? ['', 'Thresholds, as classes that played strangers estimate them:', ...tradeOffInWords(tradeOffs.answer)]
      : []),
  ].join('\n');
}
