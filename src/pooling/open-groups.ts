import { project } from '../backbones/projection.ts';
import { bestCandidates } from '../base/candidates.ts';
import { type Matrix, takeRows } from '../base/matrix.ts';
import type { Prediction } from '../base/prediction.ts';
import type { Classifier } from '../classify/classifier.ts';
import { type OpenClassifier, openClassifier, softmax } from '../classify/classify.ts';
import type { GalleryForAnswers } from '../gallery/gallery.ts';
import { type AnswerOptions, openGallery } from '../gallery/open-gallery.ts';
import type { Product } from '../linalg/product.ts';
import { type Outlier, outliersAmong } from './outliers.ts';
import { pooledEmbedding, pooledLogProbabilities } from './pooled.ts';
import { type Together, unvalidated } from './together.ts';
import { weightings } from './weightings/catalogue.ts';

/** What pools and answers for several pictures of one thing. A null approach gives null. */
export type GroupApproaches = {
  readonly classifier: Classifier | null;
  readonly gallery: GalleryForAnswers | null;
  /** Absent in bundles that were not validated on several pictures: the mean. */
  readonly together?: Together | undefined;
};

/** The predictions of both approaches for several pictures of one thing. */
export type GroupPrediction = {
  readonly classifier: Prediction | null;
  readonly gallery: Prediction | null;
  /** How many pictures the answer rests on: all but the outliers. */
  readonly pictures: number;
  readonly outliers: readonly Outlier[];
};

/** Predicts for several pictures of one thing, embeddings [N, D] of unit length, N >= 1. */
export type PredictGroup = (embeddings: Matrix, options?: AnswerOptions) => Promise<GroupPrediction>;

/**
 * Opens both approaches for several pictures of one thing. A group of one picture is answered as the picture alone. An
 * empty gallery counts as missing.
 */
export function openGroups({ classifier, gallery, together }: GroupApproaches, product: Product): PredictGroup {
  const filled = gallery?.entries.length ? gallery : null;
  const classify = classifier && openClassifier(classifier, product);
  const search = filled && openGallery(filled, product);
  const pooling = together ?? unvalidated;
  const projection = (filled ?? classifier)?.projection;
  return async (all, options = {}) => {
    const outliers =
      projection && all.rows > 2 ? outliersAmong(await project(projection, all, product), pooling.leastAgreement) : [];
    const left = new Set(outliers.map(({ index }) => index));
    const embeddings = takeRows(
      all,
      [...Array(all.rows).keys()].filter((index) => !left.has(index)),
    );
    const pictures = embeddings.rows;
    const named = classify && (await classifiedTogether(classify, embeddings, pooling, options));
    const pooled = search && pooledEmbedding(embeddings, weightings[pooling.gallery](embeddings));
    const [found = null] = pooled ? await search.recognise(pooled, { ...options, pictures }) : [];
    return { classifier: named, gallery: found, pictures, outliers };
  };
}

/** The answer to the pooled embedding, with the pooled probabilities. */
async function classifiedTogether(
  classify: OpenClassifier,
  embeddings: Matrix,
  { classifier: { pooled, weighting }, independence }: Together,
  options: AnswerOptions,
): Promise<Prediction> {
  const pictures = embeddings.rows;
  const shares = weightings[weighting](embeddings);
  const embedding = pooledEmbedding(embeddings, shares);
  const wanted = { ...options, pictures };
  const [alone] = await classify.recognise(embedding, wanted);
  if (pictures === 1) return alone;
  const logs =
    pooled === 'embeddings'
      ? pooledLogProbabilities(await classify.probabilities(embedding), Float64Array.of(1))
      : pooledLogProbabilities(await classify.probabilities(embeddings), shares);
  const { data } = softmax(logs, pictures ** -independence);
  const [best, runnerUp = null, ...others] = bestCandidates(data, classify.classes, Math.max(2, options.top ?? 5));
  const candidates = [best, ...(runnerUp ? [runnerUp] : []), ...others].slice(0, Math.max(1, options.top ?? 5));
  return { ...alone, label: best.label, score: best.score, candidates, runnerUp };
}
