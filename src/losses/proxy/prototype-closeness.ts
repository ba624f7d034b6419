import { matMul, mul, neg, normalised, square, sub, sum, transpose } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import { cosines } from './cosines.ts';

/** How close rows x, [B, D], are to prototypes p, [P, D], which are means of such rows. Larger is closer. */
export type PrototypeCloseness = {
  /** Embeddings, [B, D], as rows that prototypes are means of: of unit length, or as they are. */
  rows(embeddings: Value): Value;
  /** Each row with each prototype, [B, P]. */
  toEach(x: Value, p: Value): Value;
  /** Each row with the prototype of the same index, [B, 1]. */
  toPaired(x: Value, p: Value): Value;
};

/** scale cos(x, p), with prototypes that are means of unit vectors: as a gallery compares. */
export function scaledCosine(scale: number): PrototypeCloseness {
  return {
    rows: (embeddings) => normalised(embeddings),
    toEach: (x, p) => mul(cosines(x, p), scale),
    toPaired: (x, p) => mul(overColumns(mul(x, normalised(p))), scale),
  };
}

/** -|x - p|^2, of embeddings as they are. */
export const squaredEuclidean: PrototypeCloseness = {
  rows: (embeddings) => embeddings,
  toEach: (x, p) => {
    const beyondLengths = sub(mul(matMul(x, transpose(p)), 2), overColumns(square(x)));
    return sub(beyondLengths, transpose(overColumns(square(p))));
  },
  toPaired: (x, p) => neg(overColumns(square(sub(x, p)))),
};

function overColumns(x: Value): Value {
  return sum(x, -1, { keep: true });
}
