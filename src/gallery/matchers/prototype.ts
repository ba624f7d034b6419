import * as v from 'valibot';
import { normaliseRows } from '../../base/matrix.ts';
import { classMeans } from '../class-means.ts';
import type { Matcher } from './matcher.ts';

/** Similarity to the class's mean direction (nearest class mean; Mensink et al. 2013, Snell et al. 2017). */
export const prototype: Matcher<Readonly<Record<never, never>>> = {
  options: v.object({}),
  candidates: [{}],
  inWords: () => 'by the mean of each class',
  prototypes: (_, { vectors, labels, classes }) => normaliseRows(classMeans(vectors, labels, classes)),
  scorer:
    (_, { prototypes }, product) =>
    (queries) =>
      product(queries, prototypes),
  toGraph: (_, { toPrototypes }) => ({ similarities: toPrototypes }),
};
