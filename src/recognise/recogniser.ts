import { DiscernError } from '../base/error.ts';
import { dot, fromRows, type Matrix, row } from '../base/matrix.ts';
import type { Prediction } from '../base/prediction.ts';
import type { Bundle } from '../bundle/bundle.ts';
import { openClassifier } from '../classify/classify.ts';
import { featuresIn } from '../gallery/features-in.ts';
import { openGallery } from '../gallery/open-gallery.ts';
import type { Product } from '../runtime/product.ts';

/** What the approaches say of one picture; null for an approach that the bundle lacks. */
export type Recognition = { readonly classifier: Prediction | null; readonly gallery: Prediction | null };

/** Whether two pictures are of one class: exactly when similarity >= threshold. */
export type Verification = { readonly similarity: number; readonly threshold: number; readonly same: boolean };

/** Options of recognising. */
export type RecogniseOptions = {
  /** Classes listed per picture, default 5. */
  readonly top?: number | undefined;
  /** Enrolled pictures listed per picture, default 5. */
  readonly neighbours?: number | undefined;
  /** Replaces the gallery's threshold, -1..1. */
  readonly threshold?: number | undefined;
};

/** A bundle ready to answer. Embeddings come from its own network: unit length. */
export type Recogniser = {
  /** Embeddings [Q, D] to what both approaches say of each. */
  recognise(embeddings: Matrix, options?: RecogniseOptions): Promise<Recognition[]>;
  /** Compares two embeddings [D] in the gallery's space. Throws `unsupported` where the bundle has no gallery. */
  verify(a: Float32Array, b: Float32Array, options?: Pick<RecogniseOptions, 'threshold'>): Promise<Verification>;
};

/** Opens both approaches of a bundle; a gallery with nothing enrolled is silent. Throws `empty` where none can answer. */
export function recogniser({ classifier, gallery }: Bundle, { product }: { readonly product: Product }): Recogniser {
  requireAnswers({ classifier, gallery });
  const filled = gallery?.entries.length ? gallery : null;
  const classify = classifier && openClassifier(classifier, product);
  const search = filled && openGallery(filled, product);
  return {
    async recognise(embeddings, { top = 5, neighbours = 5, threshold = gallery?.threshold.value ?? 1 } = {}) {
      const named = await classify?.recognise(embeddings, { top });
      const found = await search?.recognise(embeddings, { top, neighbours, threshold });
      return Array.from({ length: embeddings.rows }, (_, i) => ({
        classifier: named?.[i] ?? null,
        gallery: found?.[i] ?? null,
      }));
    },
    async verify(a, b, { threshold = gallery?.threshold.value } = {}) {
      if (gallery === null || threshold === undefined) throw noGallery();
      const features = await featuresIn(gallery, fromRows([a, b]), product);
      const similarity = dot(row(features, 0), row(features, 1));
      return { similarity, threshold, same: similarity >= threshold };
    },
  };
}

/** Throws `empty` where a bundle knows no class: it has no classifier, and nothing is enrolled. */
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
    todo: 'learn one: discern fit DATA --approach both --out BUNDLE',
  });
}
