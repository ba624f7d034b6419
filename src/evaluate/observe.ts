import { byCodePoint } from '../base/hash.ts';
import { row, takeRows } from '../base/matrix.ts';
import type { Prediction } from '../base/prediction.ts';
import { rowBlocks, rowsPerBlock } from '../base/row-blocks.ts';
import type { Answering } from '../calibrate/answering/answering.ts';
import { answerPrediction } from '../calibrate/answering/one-answer.ts';
import type { Classifier } from '../classify/classifier.ts';
import { openClassifier } from '../classify/classify.ts';
import { isLabelled } from '../data/classes-of.ts';
import type { LabelledSample } from '../data/dataset.ts';
import type { Embedded } from '../data/embedding/embedded.ts';
import type { Gallery } from '../gallery/gallery.ts';
import { openGallery } from '../gallery/open-gallery.ts';
import type { Product } from '../linalg/product.ts';
import type { Retrieval } from '../metrics/evidence.ts';
import { retrieval } from '../metrics/retrieval.ts';
import {
  type ClassifierOutcome,
  classifierOutcome,
  type GalleryOutcome,
  type LabelledPrediction,
} from './labelled-prediction.ts';

/** Both approaches; null if one is missing. */
export type Approaches = {
  readonly classifier: Classifier | null;
  readonly gallery: Gallery | null;
  /** How both come to one answer; without it the gallery answers. */
  readonly answering?: Answering | null;
};

/** Outcomes of the approaches on labelled pictures; null if an approach is missing. */
export type Observed = {
  readonly classifier: readonly ClassifierOutcome[] | null;
  readonly gallery: readonly GalleryOutcome[] | null;
  /** Of the one answer. */
  readonly answer: readonly LabelledPrediction[];
  /** The pictures that were scored, in the order of the outcomes. */
  readonly samples: readonly LabelledSample[];
  /** Labels that an approach does not know; their pictures are left out. */
  readonly unseenLabels: readonly string[];
  /** How many pictures are left out. */
  readonly unseenSamples: number;
};

/** Pictures with their embeddings, all of classes that every approach knows. */
type Scored = Pick<Embedded, 'embeddings'> & { readonly samples: readonly LabelledSample[] };

/**
 * Runs both approaches on labelled pictures and keeps what metrics need. An empty gallery counts as missing.
 *
 * @example
 * const bundle = await readBundle('emoji.discern');
 * const session = await openEmbeddingSession({ card: bundle.card, bytes: bundle.backbone });
 * const test = await session.embed((await openDataset('pictures/test')).samples);
 * const observed = await observe(bundle, test, session.product);
 * const { classifier, gallery } = evaluation({ ...observed, strangers: null });
 * await session.close();
 * observed.samples.length; // => 4
 */
export async function observe(given: Approaches, embedded: Embedded, product: Product): Promise<Observed> {
  const approaches = withFilledGallery(given);
  const { scored, ...unseen } = knownTo(approaches, embedded);
  const classifier = approaches.classifier && (await classifierOutcomes(approaches.classifier, scored, product));
  const gallery = approaches.gallery && (await galleryOutcomes(approaches.gallery, scored, product));
  const answers = answersOfBoth(approaches, predictionsOf(classifier), predictionsOf(gallery));
  return {
    classifier,
    gallery,
    answer: answers.map((prediction, i) => ({
      truth: scored.samples[i].label,
      group: scored.samples[i].group,
      prediction,
    })),
    samples: scored.samples,
    ...unseen,
  };
}

/** Runs both approaches on strangers and keeps only the predictions. */
export async function observeStrangers(
  given: Approaches,
  { embeddings }: Pick<Embedded, 'embeddings'>,
  product: Product,
): Promise<PredictedStrangers> {
  const approaches = withFilledGallery(given);
  const { classifier: head, gallery: enrolled } = approaches;
  const classifier = head && (await openClassifier(head, product).recognise(embeddings));
  const gallery = enrolled && (await openGallery(enrolled, product).recognise(embeddings, { neighbours: 0 }));
  return { classifier, gallery, answer: answersOfBoth(approaches, classifier, gallery) };
}

/** Predictions on strangers; null if the approach is missing. */
export type PredictedStrangers = {
  readonly classifier: Prediction[] | null;
  readonly gallery: Prediction[] | null;
  /** Of the one answer. */
  readonly answer: Prediction[];
};

function answersOfBoth(
  { answering, classifier: head }: Approaches,
  classifier: readonly Prediction[] | null,
  gallery: readonly Prediction[] | null,
): Prediction[] {
  const learned = new Set(head?.classes);
  const rules = {
    answering: answering ?? undefined,
    isLearned: (label: string) => learned.has(label),
    isThresholdGiven: false,
  };
  return (classifier ?? gallery ?? []).map((_, i) =>
    answerPrediction({ classifier: classifier?.[i] ?? null, gallery: gallery?.[i] ?? null }, rules),
  );
}

function predictionsOf(outcomes: readonly LabelledPrediction[] | null): Prediction[] | null {
  return outcomes?.map(({ prediction }) => prediction) ?? null;
}

function withFilledGallery({ gallery, ...others }: Approaches): Approaches {
  return { ...others, gallery: gallery?.entries.length ? gallery : null };
}

function knownTo({ classifier, gallery }: Approaches, { samples, embeddings }: Embedded) {
  const enrolled = gallery && new Set(gallery.entries.map(({ label }) => label));
  const learned = classifier && new Set(classifier.classes);
  const isKnown = (label: string) => (enrolled?.has(label) ?? true) && (learned?.has(label) ?? true);
  const labelled = samples.flatMap((sample, index) => (isLabelled(sample) ? [{ sample, index }] : []));
  const kept = labelled.filter(({ sample }) => isKnown(sample.label));
  const unseen = labelled.filter(({ sample }) => !isKnown(sample.label)).map(({ sample }) => sample.label);
  const indices = kept.map(({ index }) => index);
  const scored: Scored = { samples: kept.map(({ sample }) => sample), embeddings: takeRows(embeddings, indices) };
  return { scored, unseenLabels: [...new Set(unseen)].sort(byCodePoint), unseenSamples: unseen.length };
}

async function classifierOutcomes(
  classifier: Classifier,
  { samples, embeddings }: Scored,
  product: Product,
): Promise<ClassifierOutcome[]> {
  const open = openClassifier(classifier, product);
  const indexOf = new Map(open.classes.map((label, index) => [label, index]));
  const outcomes: ClassifierOutcome[] = [];
  for (const { start, block } of rowBlocks(embeddings, rowsPerBlock(open.classes.length))) {
    const predictions = await open.recognise(block);
    const probabilities = await open.probabilities(block);
    predictions.forEach((prediction, i) => {
      const { label, group } = samples[start + i];
      const outcome = { truth: label, group, prediction };
      outcomes.push(classifierOutcome(outcome, row(probabilities, i), indexOf.get(label) ?? -1));
    });
  }
  return outcomes;
}

async function galleryOutcomes(
  gallery: Gallery,
  { samples, embeddings }: Scored,
  product: Product,
): Promise<GalleryOutcome[]> {
  const open = openGallery(gallery, product);
  const predictions = await open.recognise(embeddings);
  const retrievals: (Retrieval | null)[] = [];
  await open.visitSimilarities(embeddings, (query, similarities) => {
    const { label } = samples[query];
    retrievals.push(retrieval(similarities, (entry) => gallery.entries[entry].label === label));
  });
  return samples.map(({ label, group }, i) => ({
    truth: label,
    group,
    prediction: predictions[i],
    retrieval: retrievals[i],
  }));
}
