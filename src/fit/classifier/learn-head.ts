import { type Projection, project } from '../../backbones/projection.ts';
import { type Matrix, matrix, normaliseRows } from '../../base/matrix.ts';
import type { ProgressOptions } from '../../base/progress.ts';
import type { Classifier } from '../../classify/classifier.ts';
import { classMeans } from '../../gallery/class-means.ts';
import type { Product } from '../../linalg/product.ts';
import type { LabelledEmbeddings } from '../../spaces/projection-fit.ts';
import { workLimit, workOfStep } from '../../train/cost/work.ts';
import type { NearestMeanTools } from '../../train/nearest-mean.ts';
import { type HeadTask, trainHead } from '../../train/train-head.ts';
import { fitProjection } from '../projection-candidates.ts';
import { type HeadSpec, headCandidates } from './head-candidates.ts';

/** Tools and limits for training heads. */
export type HeadTools = ProgressOptions &
  NearestMeanTools & {
    /** The heads that validation chooses from; default: `headCandidates`. */
    readonly heads?: readonly HeadSpec[];
    /** The operations that all heads may take together (see work.ts); default: `workLimit`. */
    readonly work?: number;
    /** Default: `fitProjection`. */
    readonly fitSpace?: typeof fitProjection;
  };

/** The validation set and the end of a head's training. */
export type HeadLimits = {
  /** The validation pictures that choose the best epoch; null: the last epoch is used. */
  readonly heldOut: LabelledEmbeddings | null;
  /** Stop after this many epochs, with an unchanged schedule; default: all epochs. */
  readonly stopAfter?: number;
};

/** A classifier with temperature 1, and its best epoch, counted from 1. */
export type LearnedHead = { readonly classifier: Classifier; readonly bestEpoch: number };

/** Epochs, and the least number of steps for few pictures. */
const epochs = 40;
const minSteps = 400;
const batch = 128;

/** The number of epochs for a number of pictures. */
export function epochsFor(pictures: number): number {
  return Math.max(epochs, Math.ceil(minSteps / Math.ceil(pictures / batch)));
}

/**
 * Trains a head in the space of its spec, and validates after each epoch if pictures are held out. Null if the space
 * cannot be fitted to so few pictures. Throws what trainHead throws.
 */
export async function learnHead(
  spec: HeadSpec,
  learned: LabelledEmbeddings,
  { heldOut, ...limits }: HeadLimits,
  tools: HeadTools,
): Promise<LearnedHead | null> {
  const { runtime, product, seed, threads, signal, work = workLimit, heads = headCandidates } = tools;
  const { fitSpace = fitProjection } = tools;
  const projection = await fitSpace(spec.projection, learned, tools);
  if (projection === null) return null;
  const features = await featuresOf(spec, projection, learned.embeddings, product);
  const validation = heldOut && {
    features: await featuresOf(spec, projection, heldOut.embeddings, product),
    labels: heldOut.labels,
  };
  const task = { ...taskOf(spec, features, learned), validation, work: work / heads.length, ...limits };
  const trained =
    spec.learningRate === 0 ? atClassMeans(task) : await trainHead(task, { runtime, seed, signal, threads });
  const { weights, bias } = trained;
  const logitScale = trained.logitScale * featureScale(spec, features.columns);
  const { classes } = learned;
  const classifier = { head: spec.head, projection, classes, weights, bias, logitScale, temperature: 1 };
  return { classifier, bestEpoch: trained.bestEpoch };
}

/**
 * An upper bound of the operations to train a head for a number of epochs: the scatter matrix of the pictures [N, D] if
 * a space is fitted, and the training steps. Counted, not timed, so that every machine decides alike.
 */
export function workOfHead(
  { projection, learningRate }: HeadSpec,
  { rows, columns }: Pick<Matrix, 'rows' | 'columns'>,
  classes: number,
  epochs: number,
): number {
  const dimensions = projection.name === 'discriminant' ? Math.min(columns, classes) : columns;
  const scatter = projection.name === 'discriminant' || projection.name === 'whitened' ? 2 * rows * columns ** 2 : 0;
  const steps = learningRate === 0 ? 0 : epochs * Math.ceil(rows / batch);
  return scatter + steps * workOfStep({ batch: Math.min(batch, rows), dimensions, classes });
}

/** A cosine head without training: the class with the nearest mean. */
function atClassMeans({ features, labels, classes, logitScale }: HeadTask) {
  const weights = normaliseRows(classMeans(features, labels, classes));
  return { weights, bias: new Float32Array(classes), logitScale, bestEpoch: 0 };
}

function taskOf(spec: HeadSpec, features: Matrix, { labels, classes }: LabelledEmbeddings): HeadTask {
  return {
    features,
    labels,
    classes: classes.length,
    validation: null,
    head: spec.head,
    labelSmoothing: spec.labelSmoothing,
    classWeights: balanced(labels, classes.length),
    learningRate: spec.learningRate,
    weightDecay: spec.weightDecay,
    epochs: epochsFor(labels.length),
    batch,
    logitScale: spec.logitScale,
    patience: 10,
    initial: spec.head === 'cosine' ? classMeans(features, labels, classes.length) : null,
  };
}

/** Scales features of linear heads to a std of 1 per dimension, so that one learning rate fits all dimensions. */
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
 * Class weights [C], proportional to 1 / sqrt(pictures of the class), with mean 1 over pictures: a compromise between
 * no weights, which neglect rare classes, and full balance, which lets few pictures dominate. Null for equal classes.
 */
function balanced(labels: Int32Array, classes: number): Float32Array | null {
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label]++;
  if (counts.every((count) => count === counts[0])) return null;
  const weights = counts.map((count) => 1 / Math.sqrt(count));
  const mean = labels.reduce((sum, label) => sum + weights[label], 0) / labels.length;
  return Float32Array.from(weights, (weight) => weight / mean);
}
