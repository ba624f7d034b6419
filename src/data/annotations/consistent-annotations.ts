import type { Dataset, Sample } from '../dataset.ts';
import { type AnnotatedPictures, annotatedPictures, kindsOf } from './annotated-pictures.ts';
import { annotationsOf, annotationsWithin } from './annotations-of.ts';
import { requireConsistent } from './require-consistent.ts';
import { supervision } from './supervision.ts';

/**
 * What a data set says of some of its samples, numbered in the order of `used`. Warns where differences have to be
 * assumed. Throws `contradiction`, with chains, where it cannot all be true.
 */
export function consistentAnnotations(
  dataset: Dataset,
  used: readonly Sample[],
  warn?: (message: string) => void,
): AnnotatedPictures {
  const places = new Map(dataset.samples.map((sample, place) => [sample, place]));
  const members = used.flatMap((sample) => places.get(sample) ?? []);
  const annotations = annotationsWithin(annotationsOf(dataset), members);
  requireConsistent(supervision(annotations), (picture) => used[picture].path);
  const annotated = annotatedPictures(annotations);
  if (annotated.differences === 'assumed') warn?.(assumptionOf(annotated));
  return annotated;
}

function assumptionOf({ annotations }: AnnotatedPictures): string {
  const kinds = kindsOf(annotations).join(' and ');
  return `no two pictures are said to differ: by these ${kinds}, all that are not said to be the same are taken to`;
}
