import { type Projection, project } from '../backbones/projection.ts';
import { internalError } from '../base/error.ts';
import { type Matrix, matrix, normaliseRows } from '../base/matrix.ts';
import type { Watch } from '../base/progress.ts';
import { fitTemperature, negativeLogLikelihood } from '../calibrate/temperature.ts';
import type { Classifier } from '../classify/classifier.ts';
import { accuracyOf, logits } from '../classify/classify.ts';
import type { Embedded } from '../data/embedded.ts';
import { classMeans } from '../gallery/class-means.ts';
import type { NearestMeanTools } from '../learn/nearest-mean.ts';
import type { LabelledEmbeddings } from '../learn/projections/projection-fit.ts';
import { type HeadTask, trainHead } from '../learn/train-head.ts';
import { workLimit } from '../learn/work.ts';
import type { Product } from '../runtime/product.ts';
import { type HeadSpec, headCandidates, headWithoutValidation } from './head-candidates.ts';
import type { Held } from './hold-out.ts';
import { labelled, labelledBy } from './labelled.ts';
import { fitProjection } from './projection-candidates.ts';

/** What was chosen for a classifier; `validation` is null where no picture could be held out. */
export type ClassifierChoice = HeadSpec & {
  /** The epoch, counted from 1, that was best on the held-out pictures, and so the epochs of the last training. */
  readonly epochs: number;
  readonly validation: { readonly accuracy: number; readonly logLoss: number } | null;
};

/** A classifier and how it was chosen. */
export type FittedClassifier = { readonly classifier: Classifier; readonly chosen: ClassifierChoice };

/** With what a classifier is learned. */
export type ClassifierTools = Watch &
  NearestMeanTools & {
    /** What validation chooses among; absent: all that we know. */
    readonly heads?: readonly HeadSpec[];
    /** Operations that all of them may take together (see work.ts); absent: `workLimit`. */
    readonly work?: number;
    /** Absent: `fitProjection`. */
    readonly fitSpace?: typeof fitProjection;
  };

type Candidate = { readonly classifier: Classifier; readonly chosen: ClassifierChoice };

/** Passes over the pictures, and steps that a few pictures get at least. */
const epochs = 40;
const leastSteps = 400;

/**
 * Learns a classifier: validation picks space, head and number of epochs and gives the temperature; then the choice is
 * learned again from all of `learned`. Where nothing is held out, a cosine head that begins at the class means.
 */
export async function fitClassifier(held: Held, learned: Embedded, tools: ClassifierTools): Promise<FittedClassifier> {
  const best = await choose(held, tools);
  if (best !== null && learned === held.train) return best;
  const chosen = best?.chosen ?? {
    ...headWithoutValidation,
    epochs: epochsFor(learned.samples.length),
    validation: null,
  };
  tools.progress?.({ stage: 'learning the classifier', done: 0 });
  const again = await classifierAs(chosen, learned, tools);
  if (again === null) throw internalError(`${chosen.projection.name} fits a part of the pictures but not all`);
  return { classifier: { ...again, temperature: best?.classifier.temperature ?? 1 }, chosen };
}

/** Learns what a choice says, of any pictures, without choosing; not calibrated. Null where its space cannot be fitted. */
export async function classifierAs(
  chosen: ClassifierChoice,
  learned: Embedded,
  tools: ClassifierTools,
): Promise<Classifier | null> {
  const trained = await learn(chosen, labelled(learned), { judges: null, stopAfter: chosen.epochs }, tools);
  return trained?.classifier ?? null;
}

async function choose({ train, val }: Held, tools: ClassifierTools): Promise<Candidate | null> {
  const learned = labelled(train);
  const judges = labelledBy(learned.classes, val);
  if (judges.labels.length === 0 || learned.classes.length < 2) return null;
  let best: Candidate | null = null;
  const { heads = headCandidates } = tools;
  for (const [done, spec] of heads.entries()) {
    tools.progress?.({ stage: 'choosing the classifier', done, total: heads.length });
    const candidate = await judged(spec, learned, judges, tools);
    if (candidate && lossOf(candidate) < lossOf(best)) best = candidate;
  }
  return best;
}

/** The log loss is a proper score, and less noisy than a count of right answers. */
function lossOf(candidate: Candidate | null): number {
  return candidate?.chosen.validation?.logLoss ?? Number.POSITIVE_INFINITY;
}

async function judged(
  spec: HeadSpec,
  learned: LabelledEmbeddings,
  judges: LabelledEmbeddings,
  tools: ClassifierTools,
): Promise<Candidate | null> {
  const trained = await learn(spec, learned, { judges }, tools);
  if (trained === null) return null;
  const { classifier, bestEpoch } = trained;
  const scores = await logits(classifier, judges.embeddings, tools.product);
  const temperature = fitTemperature(scores, judges.labels);
  const validation = {
    accuracy: accuracyOf(scores, judges.labels),
    logLoss: negativeLogLikelihood(scores, judges.labels, temperature),
  };
  return {
    classifier: { ...classifier, temperature },
    chosen: { ...spec, epochs: Math.max(1, bestEpoch), validation },
  };
}

/** A head in the space of its spec, judged after each epoch where there are judges; null where the space cannot be fitted. */
async function learn(
  spec: HeadSpec,
  learned: LabelledEmbeddings,
  { judges, ...limits }: { readonly judges: LabelledEmbeddings | null; readonly stopAfter?: number },
  tools: ClassifierTools,
): Promise<{ readonly classifier: Classifier; readonly bestEpoch: number } | null> {
  const { runtime, product, seed, threads, signal, work = workLimit, heads = headCandidates } = tools;
  const { fitSpace = fitProjection } = tools;
  const projection = await fitSpace(spec.projection, learned, tools);
  if (projection === null) return null;
  const features = await featuresOf(spec, projection, learned.embeddings, product);
  const validation = judges && {
    features: await featuresOf(spec, projection, judges.embeddings, product),
    labels: judges.labels,
  };
  const task = { ...taskOf(spec, features, learned), validation, work: work / heads.length, ...limits };
  const trained = spec.rate === 0 ? atClassMeans(task) : await trainHead(task, { runtime, seed, signal, threads });
  const { weights, bias } = trained;
  const sharpness = trained.sharpness * featureScale(spec, features.columns);
  const { classes } = learned;
  const classifier = { head: spec.head, projection, classes, weights, bias, sharpness, temperature: 1 };
  return { classifier, bestEpoch: trained.bestEpoch };
}

/** A cosine head that learns nothing more: the class of the nearest mean. */
function atClassMeans({ features, labels, classes, sharpness }: HeadTask) {
  const weights = normaliseRows(classMeans(features, labels, classes));
  return { weights, bias: new Float32Array(classes), sharpness, bestEpoch: 0 };
}

function taskOf(spec: HeadSpec, features: Matrix, { labels, classes }: LabelledEmbeddings): HeadTask {
  return {
    features,
    labels,
    classes: classes.length,
    validation: null,
    head: spec.head,
    smoothing: spec.smoothing,
    classWeights: balanced(labels, classes.length),
    rate: spec.rate,
    weightDecay: spec.weightDecay,
    epochs: epochsFor(labels.length),
    batch: 128,
    sharpness: spec.sharpness,
    patience: 10,
    initial: spec.head === 'cosine' ? classMeans(features, labels, classes.length) : null,
  };
}

/** Linear heads learn on features whose entries have deviation 1, so that one rate suits every number of them. */
function featureScale({ head }: HeadSpec, dimensions: number): number {
  return head === 'linear' ? Math.sqrt(dimensions) : 1;
}

async function featuresOf(
  spec: HeadSpec,
  projection: Projection,
  embeddings: Matrix,
  product: Product,
): Promise<Matrix> {
  const features = await project(projection, embeddings, product);
  const scale = featureScale(spec, features.columns);
  return matrix(
    features.rows,
    features.columns,
    features.data.map((value) => value * scale),
  );
}

/**
 * Weight of a picture by its class, proportional to 1 / sqrt(pictures of the class), with mean 1 over pictures: between
 * no balance, which neglects rare classes, and full balance, which lets a few pictures rule. Null where all are even.
 */
function balanced(labels: Int32Array, classes: number): Float32Array | null {
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label]++;
  if (counts.every((count) => count === counts[0])) return null;
  const weights = counts.map((count) => 1 / Math.sqrt(count));
  const mean = labels.reduce((sum, label) => sum + weights[label], 0) / labels.length;
  return Float32Array.from(weights, (weight) => weight / mean);
}

function epochsFor(pictures: number): number {
  return Math.max(epochs, Math.ceil(leastSteps / Math.ceil(pictures / 128)));
}
