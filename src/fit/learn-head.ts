import { type Projection, project } from '../backbones/projection.ts';
import { type Matrix, matrix, normaliseRows } from '../base/matrix.ts';
import type { Watch } from '../base/progress.ts';
import type { Classifier } from '../classify/classifier.ts';
import { classMeans } from '../gallery/class-means.ts';
import type { Product } from '../linalg/product.ts';
import type { LabelledEmbeddings } from '../spaces/projection-fit.ts';
import { workLimit, workOfStep } from '../train/cost/work.ts';
import type { NearestMeanTools } from '../train/nearest-mean.ts';
import { type HeadTask, trainHead } from '../train/train-head.ts';
import { type HeadSpec, headCandidates } from './head-candidates.ts';
import { fitProjection } from './projection-candidates.ts';

/** With what heads are learned. */
export type HeadTools = Watch &
  NearestMeanTools & {
    /** What validation chooses among; absent: all that we know. */
    readonly heads?: readonly HeadSpec[];
    /** Operations that all of them may take together (see work.ts); absent: `workLimit`. */
    readonly work?: number;
    /** Absent: `fitProjection`. */
    readonly fitSpace?: typeof fitProjection;
  };

/** What ends the learning of a head. */
export type HeadLimits = {
  /** Pictures that choose the best epoch; null: the last epoch stands. */
  readonly heldOut: LabelledEmbeddings | null;
  /** Ends after so many epochs. Absent: runs them all. */
  readonly stopAfter?: number;
};

/** A classifier at temperature 1, and the epoch that was best, counted from 1. */
export type LearnedHead = { readonly classifier: Classifier; readonly bestEpoch: number };

/** Passes over the pictures, and steps that a few pictures get at least. */
const epochs = 40;
const leastSteps = 400;
const batch = 128;

/** How many passes over so many pictures a head is learned in. */
export function epochsFor(pictures: number): number {
  return Math.max(epochs, Math.ceil(leastSteps / Math.ceil(pictures / batch)));
}

/**
 * Learns a head in the space of its spec, judged after each epoch where there are judges. Gives null where the space
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
 * Operations that learning a head for so many epochs takes at most: the scatter of the pictures [N, D] where a space is
 * fitted, and the steps of the head. Counted, never timed, so that every machine decides alike.
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

/** A cosine head that learns nothing more: the class of the nearest mean. */
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
