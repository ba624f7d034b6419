import { DiscernError } from '../base/error.ts';
import type { Matrix } from '../base/matrix.ts';

/**
 * Throws `fingerprint` where embeddings [N, D] do not have `expected` dimensions: another network made them. A network
 * with the same number of dimensions is only recognised by its fingerprint, which is checked when bundles are opened
 * and changed. An empty matrix is accepted.
 */
export function requireDimensions({ rows, columns }: Matrix, expected: number): void {
  if (rows === 0 || columns === expected) return;
  throw new DiscernError('fingerprint', 'these embeddings are of another network than the one used in training', {
    given: `embeddings of ${columns} dimensions`,
    expected: `${expected} dimensions`,
    todo: 'embed the pictures with the network that was used in training',
  });
}
