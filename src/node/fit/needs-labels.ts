import { extname } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import { hasAnnotationsOnly } from '../../data/annotations/has-annotations-only.ts';
import type { Dataset } from '../../data/dataset.ts';
import { shellWord } from '../shell-word.ts';

/**
 * The error `unsupported` where pairs, triplets or groups are given to something that needs classes. It says what they
 * can be used for.
 */
export function needsLabels(given: string, what: string, data: string): DiscernError {
  const list = shellWord(data);
  const network = shellWord(`${data.slice(0, data.length - extname(data).length)}.onnx`);
  const train = `discern train ${list} --out ${network}`;
  return new DiscernError('unsupported', `${data} names no class, which ${what} needs`, {
    given: `${given}, with pairs, triplets or groups alone`,
    expected: 'pictures with labels',
    todo: `learn a network from it: ${train}; or a threshold: discern fit ${list} --out BUNDLE`,
  });
}

/** Throws needsLabels where a data set has only pairs, triplets or groups. */
export function requireLabels(dataset: Dataset, what: string, data: string): void {
  if (hasAnnotationsOnly(dataset)) throw needsLabels(data, what, data);
}
