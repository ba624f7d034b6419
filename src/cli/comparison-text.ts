import { counted } from '../base/figures.ts';
import { cautionsInWords } from '../evaluate/cautions.ts';
import type { CompareResult } from '../evaluate/results.ts';
import { scoresText } from './score-tables.ts';

/** A comparison for people: what was measured, the numbers in at most `width` characters a line, the verdict and its reasons. */
export function comparisonText(result: CompareResult, width: number): string {
  const { dataset, samples, split, seed, verdict } = result;
  const learned = `learned from ${counted(split.train, 'picture')}, chosen on ${split.val}`;
  return [
    `${dataset}: ${learned}, both measured on the same ${counted(samples, 'picture')} (seed ${seed})`,
    ...cautionsInWords(result),
    '',
    scoresText(result, width),
    '',
    verdict.sentence,
    ...verdict.because.map((reason) => `- ${reason}`),
  ].join('\n');
}
