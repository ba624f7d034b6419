import { DiscernError, type ErrorJson } from '../../base/error.ts';
import { counted } from '../../base/figures.ts';
import type { Matrix } from '../../base/matrix.ts';
import type { Sample } from '../dataset.ts';

/** A picture that could not be read, with its reason. */
export type Skipped = { readonly path: string; readonly error: ErrorJson };

/** A picture with its embedding ([D], unit length) and the SHA-256 of its bytes. */
export type EmbeddedPicture = { readonly path: string; readonly hash: string; readonly embedding: Float32Array };

/** Samples with their embeddings: row i of `embeddings` belongs to `samples[i]`. */
export type Embedded = {
  readonly samples: readonly Sample[];
  /** [N, D], unit length. */
  readonly embeddings: Matrix;
  /** SHA-256 of each picture's bytes. */
  readonly hashes: readonly string[];
  readonly skipped: readonly Skipped[];
};

/** Whether a picture could not be read. */
export function isSkipped(picture: EmbeddedPicture | Skipped): picture is Skipped {
  return 'error' in picture;
}

/** Returns its argument if at least one picture could be read. Throws `empty` with the first reason if none could. */
export function requireSome(embedded: Embedded): Embedded {
  if (embedded.samples.length > 0) return embedded;
  throw noneRead(embedded.skipped);
}

/** Returns its argument if every picture could be read, so that row i is picture i. Throws the first read error. */
export function requireAll(embedded: Embedded): Embedded {
  const [first] = embedded.skipped;
  if (first === undefined) return embedded;
  const { code, message, ...parts } = first.error;
  throw new DiscernError(code, `${first.path} could be read before, and no longer can: ${message}`, parts);
}

/** The error `empty` for the case that no picture could be read, with the first reason. */
export function noneRead(skipped: readonly Skipped[]): DiscernError {
  const [first] = skipped;
  return new DiscernError('empty', 'none of the pictures could be read', {
    given: first === undefined ? 'no pictures' : `${counted(skipped.length, 'picture')}, first ${first.path}`,
    expected: 'at least one picture that can be read',
    todo: first === undefined ? 'give some pictures' : `${first.error.message}: ${first.error.todo}`,
  });
}
