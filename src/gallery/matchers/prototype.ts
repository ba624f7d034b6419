import { normaliseRows } from '../../base/matrix.ts';
import { classMeans } from '../class-means.ts';
import type { Matcher } from './matcher.ts';

/** Similarity to the class's mean direction (nearest class mean; Mensink et al. 2013, Snell et al. 2017). */
export function prototype(): Matcher {
  return ({ vectors, labels, classes }, product) => {
    const prototypes = normaliseRows(classMeans(vectors, labels, classes)); // [C, E]
    return (queries) => product(queries, prototypes);
  };
}
