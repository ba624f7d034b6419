import { DiscernError } from '../base/error.ts';
import type { Matrix } from '../base/matrix.ts';

/**
 * Throws `fingerprint` where embeddings [N, D] are not of `expected` dimensions, so that another network made them; one
 * of as many dimensions is told by its fingerprint alone, where bundles are opened and changed. No embeddings pass.
 */
export function requireDimensions({ rows, columns }: Matrix, expected: number): void {
  if (rows === 0 || columns === expected) return;
  throw new DiscernError('fingerprint', 'these embeddings are of another network than was learned with', {
    given: `embeddings of ${columns} dimensions`,
    expected: `${expected} dimensions`,
    todo: 'embed the pictures with the network that was learned with',
  });
}
