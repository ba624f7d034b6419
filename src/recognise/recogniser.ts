import { DiscernError } from '../base/error.ts';
import { dot, fromRows, type Matrix, row } from '../base/matrix.ts';
import { unusableRows } from '../base/usable-vector.ts';
import type { Bundle } from '../bundle/bundle.ts';
import { openClassifier } from '../classify/classify.ts';
import { featuresIn } from '../gallery/features-in.ts';
import { openGallery } from '../gallery/open-gallery.ts';
import type { Product } from '../linalg/product.ts';
import { type Recognition, recognitionOf } from './answer.ts';

/**
 * Whether two pictures show the same class: `same` is true exactly when similarity >= threshold. `source` says where
 * the threshold comes from.
 */
export type Verification = {
  readonly similarity: number;
  readonly threshold: number;
  readonly source: string;
  readonly same: boolean;
};

/** Options of Recogniser.recognise. */
export type RecogniseOptions = {
  /** How many classes to list per picture; default 5. */
  readonly top?: number | undefined;
  /** How many enrolled pictures to list per picture; default 5. */
  readonly neighbours?: number | undefined;
  /** Used in place of the gallery's threshold, -1..1. */
  readonly threshold?: number | undefined;
};

/** A bundle ready for use. Its embeddings must come from the bundle's own network and have unit length. */
export type Recogniser = {
  /**
   * Gives the answers of both approaches for each of the embeddings [Q, D]. Throws `empty` where the bundle knows no
   * class, and `bad-data` where an embedding holds NaN or infinity, or is all zeros.
   */
  recognise(embeddings: Matrix, options?: RecogniseOptions): Promise<Recognition[]>;
  /** Compares two embeddings [D] in the gallery's space. Throws `unsupported` where the bundle has no gallery. */
  verify(a: Float32Array, b: Float32Array, options?: Pick<RecogniseOptions, 'threshold'>): Promise<Verification>;
};

/**
 * Opens both approaches of a bundle. A gallery with nothing enrolled gives null answers, but can still compare two
 * pictures.
 */
export function recogniser({ classifier, gallery }: Bundle, { product }: { readonly product: Product }): Recogniser {
  const filled = gallery?.entries.length ? gallery : null;
  const classify = classifier && openClassifier(classifier, product);
  const search = filled && openGallery(filled, product);
  return {
    async recognise(embeddings, { top = 5, neighbours = 5, threshold = gallery?.threshold.value ?? 1 } = {}) {
      requireAnswers({ classifier, gallery });
      requireUsableRows(embeddings);
      const named = await classify?.recognise(embeddings, { top });
      const found = await search?.recognise(embeddings, { top, neighbours, threshold });
      return Array.from({ length: embeddings.rows }, (_, i) =>
        recognitionOf({ classifier: named?.[i] ?? null, gallery: found?.[i] ?? null }),
      );
    },
    async verify(a, b, { threshold = gallery?.threshold.value } = {}) {
      if (gallery === null || threshold === undefined) throw noGallery();
      const pair = fromRows([a, b]);
      requireUsableRows(pair);
      const features = await featuresIn(gallery, pair, product);
      const similarity = dot(row(features, 0), row(features, 1));
      const { value, source } = gallery.threshold;
      const given = threshold === value ? source : 'given by the caller';
      return { similarity, threshold, source: given, same: similarity >= threshold };
    },
  };
}

/** A similarity to NaN or zeros has no meaning, so such an embedding must not get an answer. */
function requireUsableRows(embeddings: Matrix): void {
  const [row] = unusableRows(embeddings);
  if (row === undefined) return;
  throw new DiscernError('bad-data', `embedding ${row} holds NaN, infinity, or nothing but zeros`, {
    given: `row ${row} of ${embeddings.rows}`,
    expected: 'finite numbers that are not all zero',
    todo: 'leave the picture out: the network gives no usable embedding of it',
  });
}

/** Throws `empty` where a bundle knows no class: it has no classifier and an empty gallery. */
export function requireAnswers({ classifier, gallery }: Pick<Bundle, 'classifier' | 'gallery'>): void {
  if (classifier !== null || gallery?.entries.length) return;
  throw new DiscernError('empty', 'the bundle knows no class', {
    given: 'a bundle without a classifier, whose gallery is empty',
    expected: 'a classifier, or at least one enrolled picture',
    todo: 'enrol one: discern enrol BUNDLE LABEL FILE',
  });
}

function noGallery(): DiscernError {
  return new DiscernError('unsupported', 'the bundle has no gallery to compare in', {
    given: 'a bundle with a classifier alone',
    expected: 'a bundle with a gallery',
    todo: 'fit one: discern fit DATA --approach both --out BUNDLE',
  });
}
