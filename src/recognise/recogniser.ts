import { DiscernError } from '../base/error.ts';
import { dot, fromRows, type Matrix, row } from '../base/matrix.ts';
import { unusableRows } from '../base/usable-vector.ts';
import type { BundleForAnswers } from '../bundle/bundle.ts';
import type { AnswerRules } from '../calibrate/answering/one-answer.ts';
import { openClassifier } from '../classify/classify.ts';
import { featuresIn } from '../gallery/features-in.ts';
import { type AnswerOptions, openGallery } from '../gallery/open-gallery.ts';
import type { PromiseMade } from '../gallery/promise-made.ts';
import { acceptedFrom } from '../gallery/threshold.ts';
import { verificationThreshold } from '../gallery/verification-threshold.ts';
import type { Product } from '../linalg/product.ts';
import { openGroups } from '../pooling/open-groups.ts';
import { type GroupRecognition, type Recognition, recognitionOf } from './answer.ts';

/**
 * Whether two pictures show the same class: `same` is true exactly when similarity >= threshold. `source` says where
 * the threshold comes from.
 */
export type Verification = {
  readonly similarity: number;
  readonly threshold: number;
  readonly source: string;
  readonly same: boolean;
  /** What the threshold promises of pairs of new identities; null where it promises nothing. */
  readonly promise: PromiseMade | null;
};

/** What answers to several pictures list. */
export type GroupAnswerOptions = Omit<AnswerOptions, 'pictures'>;

/** A bundle ready to answer. Embeddings come from its own network: unit length. */
export type Recogniser = {
  /**
   * Embeddings [Q, D] to the answers of both approaches. Throws `empty` where the bundle knows no class, and `bad-data`
   * where an embedding holds NaN, infinity, or only zeros.
   */
  recognise(embeddings: Matrix, options?: AnswerOptions): Promise<Recognition[]>;
  /**
   * Embeddings [N, D] of several pictures of one thing to one answer. It is the answer of `recognise` for one picture.
   * Outliers are named and do not count. Throws what `recognise` throws, and `empty` without a picture.
   */
  recogniseGroup(embeddings: Matrix, options?: GroupAnswerOptions): Promise<GroupRecognition>;
  /** Compares two embeddings [D] in the gallery's space. Throws `unsupported` where the bundle has no gallery. */
  verify(a: Float32Array, b: Float32Array, options?: Pick<AnswerOptions, 'threshold'>): Promise<Verification>;
};

/**
 * Opens both approaches of a bundle. An empty gallery gives no answers, but `verify` can use it.
 *
 * @example
 * const bundle = await readBundle('emoji.discern');
 * const session = await openEmbeddingSession({ card: bundle.card, bytes: bundle.backbone });
 * const { recognise } = recogniser(bundle, { product: session.product });
 * for await (const picture of session.embedEach(['pictures/test/apple/noto.png'])) {
 *   if (isSkipped(picture)) continue;
 *   const [{ classifier, gallery }] = await recognise(fromRows([picture.embedding]), { top: 3 });
 *   classifier?.label; // => 'apple'
 * }
 * await session.close();
 */
export function recogniser(
  { classifier, gallery, answering, together }: BundleForAnswers,
  { product }: { readonly product: Product },
): Recogniser {
  const filled = gallery?.entries.length ? gallery : null;
  const rules = rulesFor({ classifier, answering });
  const classify = classifier && openClassifier(classifier, product);
  const search = filled && openGallery(filled, product);
  const predictGroup = openGroups({ classifier, gallery, together }, product);
  return {
    async recognise(embeddings, options = {}) {
      requireAnswers({ classifier, gallery });
      requireUsableRows(embeddings);
      const named = await classify?.recognise(embeddings, options);
      const found = await search?.recognise(embeddings, options);
      return Array.from({ length: embeddings.rows }, (_, i) =>
        recognitionOf(
          { classifier: named?.[i] ?? null, gallery: found?.[i] ?? null },
          rules(options.threshold !== undefined),
        ),
      );
    },
    async recogniseGroup(embeddings, options) {
      requireAnswers({ classifier, gallery });
      requirePictures(embeddings);
      requireUsableRows(embeddings);
      const { classifier: named, gallery: found, ...group } = await predictGroup(embeddings, options);
      // The gallery alone has thresholds for several pictures.
      const galleryDecides = options?.threshold !== undefined || group.pictures > 1;
      return { ...recognitionOf({ classifier: named, gallery: found }, rules(galleryDecides)), ...group };
    },
    async verify(a, b, options = {}) {
      if (gallery === null) throw noGallery();
      const pair = fromRows([a, b]);
      requireUsableRows(pair);
      const features = await featuresIn(gallery, pair, product);
      const similarity = dot(row(features, 0), row(features, 1));
      const own = verificationThreshold(gallery);
      const threshold = acceptedFrom(own, { label: null }, options.threshold);
      const isOwn = options.threshold === undefined;
      return {
        ...{ similarity, threshold, same: similarity >= threshold },
        source: isOwn ? own.source : 'given by the caller',
        promise: isOwn ? (own.promise ?? null) : null,
      };
    },
  };
}

/** The rules of the one answer. */
function rulesFor({ classifier, answering }: Pick<BundleForAnswers, 'classifier'> & Pick<AnswerRules, 'answering'>) {
  const learned = new Set(classifier?.classes);
  const isLearned = (label: string) => learned.has(label);
  return (galleryDecides: boolean): AnswerRules => ({ answering, isLearned, isThresholdGiven: galleryDecides });
}

function requirePictures({ rows }: Matrix): void {
  if (rows > 0) return;
  throw new DiscernError('empty', 'a group without a picture', {
    given: 'no embedding',
    expected: 'embeddings of one picture or more',
    todo: 'give at least one picture that can be read',
  });
}

/** An answer to NaN would look like any other answer, and mean nothing. */
function requireUsableRows(embeddings: Matrix): void {
  const [row] = unusableRows(embeddings);
  if (row === undefined) return;
  throw new DiscernError('bad-data', `embedding ${row} holds NaN, infinity, or nothing but zeros`, {
    given: `row ${row} of ${embeddings.rows}`,
    expected: 'finite numbers that are not all zero',
    todo: 'leave the picture out: the network gives no usable embedding of it',
  });
}

/** Throws `empty` where a bundle knows no class: it has no classifier, and nothing is enrolled. */
export function requireAnswers({ classifier, gallery }: Pick<BundleForAnswers, 'classifier' | 'gallery'>): void {
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
