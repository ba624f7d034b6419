import type { Dataset, Sample } from '../dataset.ts';
import { requireConsistent } from '../supervision/require-consistent.ts';
import { supervision } from '../supervision/supervision.ts';
import { type AnnotatedPictures, annotatedPictures, kindsOf } from './annotated-pictures.ts';
import { annotationsOf, annotationsWithin } from './annotations-of.ts';

/**
 * The annotations of some samples of a data set, numbered in the order of `used`. Warns if differences must be assumed.
 * Throws `contradiction` with the chains of annotations that cannot all be true.
 */
export function consistentAnnotations(
  dataset: Dataset,
  used: readonly Sample[],
  warn?: (message: string) => void,
): AnnotatedPictures {
  const indices = new Map(dataset.samples.map((sample, index) => [sample, index]));
  const members = used.flatMap((sample) => indices.get(sample) ?? []);
  const annotations = annotationsWithin(annotationsOf(dataset), members);
  requireConsistent(supervision(annotations), (picture) => used[picture].path);
  const annotated = annotatedPictures(annotations);
  if (annotated.differences === 'assumed') warn?.(assumptionOf(annotated));
  return annotated;
}

function assumptionOf({ annotations }: AnnotatedPictures): string {
  const kinds = kindsOf(annotations).join(' and ');
  return `no pictures are annotated as different: pictures that these ${kinds} do not join are taken as different`;
}
