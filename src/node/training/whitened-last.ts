import { featureCount, type Projection, project } from '../../backbones/projection.ts';
import { DiscernError } from '../../base/error.ts';
import { type Matrix, matrix, takeRows } from '../../base/matrix.ts';
import { throwIfAborted } from '../../base/progress.ts';
import { random } from '../../base/random.ts';
import { type AnnotatedPictures, annotatedWithin, supervisionBy } from '../../data/annotations/annotated-pictures.ts';
import type { EvaluationPairs } from '../../data/annotations/evaluation-pairs.ts';
import { membersByValue } from '../../data/members-by-value.ts';
import { renumbered } from '../../data/renumbered.ts';
import type { Product } from '../../linalg/product.ts';
import type { Interval } from '../../metrics/interval.ts';
import { standardError } from '../../metrics/standard-error.ts';
import { wilson } from '../../metrics/wilson.ts';
import { defaultWhitening, whitened } from '../../spaces/whitened.ts';
import type { State } from '../../steps/state.ts';
import { nearestMeanSpace } from '../../train/nearest-mean.ts';
import { classificationScores } from '../../train/validation/classification-scores.ts';
import { comparisonScores } from '../../train/validation/comparison-scores.ts';
import { retrieved } from '../../train/validation/retrieval-scores.ts';
import { whitenedFeatures } from '../../train/whitened-features.ts';
import { nodeRuntime } from '../runtime.ts';
import type { WorkOptions } from '../work-options.ts';
import { questionsFor } from './annotated-stages.ts';
import type { LearnedNetwork } from './learn-stages.ts';
import { type LearningNetwork, learnedFeatures } from './learned-features.ts';
import { somePictures } from './some-pictures.ts';
import type { HeldOutPaths, LabelledPaths } from './stage-views.ts';
import type { Ended } from './trained-file.ts';
import type { Stage } from './training-plan.ts';
import { type FeatureWhitening, lastValidated } from './training-result.ts';

/**
 * Pictures that the space is found by: less of a backbone, which takes ten times as long for each. And pictures with classes that
 * judge: more tell the two little better apart.
 */
export const whitenedMost = {
  backbone: { pictures: 4000, perClass: 40 },
  fresh: { pictures: 20_000, perClass: 20_000 },
  heldOut: 5000,
} as const;

/** What was learned, with all that its whitening takes. */
export type WhiteningTask = LearningNetwork & {
  readonly trained: LearnedNetwork;
  readonly learned: LabelledPaths;
  readonly heldOut: HeldOutPaths;
  /** What is said of those learned and then those that judge; null: their classes. */
  readonly annotated: AnnotatedPictures | null;
};

/** Pictures, and equal numbers for those that are known to be the same. */
type Known = { readonly paths: readonly string[]; readonly identities: ArrayLike<number> };

/** How a network ends, and how many numbers it gives. */
type Whitened = { readonly ended: Ended; readonly dimensions: number; readonly whitening: FeatureWhitening | null };

/**
 * What was learned, but that features end the network instead of its head, where that tells the pictures better apart
 * which chose the epoch: new classes by their nearest picture, known ones by the nearest mean, those without by what is known of
 * them. Features are whitened; or, where nearest means judge, also learned for these, if that is better by more than chance. All
 * is judged as learning stood when it was last judged; what a later stage learned from all pictures is whitened by all
 * of them. The head stays where no two pictures are known to be the same or where this fails, which is told. Throws `interrupted`.
 */
export async function whitenedLast(task: WhiteningTask, options: WorkOptions): Promise<Whitened> {
  const asLearned = { ended: task.trained, dimensions: task.plan.dimensions, whitening: null };
  try {
    return (await whitenedIfBetter(task, options)) ?? asLearned;
  } catch (thrown) {
    if (!(thrown instanceof DiscernError) || thrown.code === 'interrupted') throw thrown;
    options.warn?.(`what was learned is not whitened: ${thrown.message}`);
    return asLearned;
  }
}

async function whitenedIfBetter(task: WhiteningTask, options: WorkOptions): Promise<Whitened | null> {
  const { trained, plan } = task;
  const classificationScores = lastValidated(trained.stages);
  const known = some(task, 'train');
  const validationNetwork = known && heldOutOf(task, known);
  if (classificationScores === null || known === null || validationNetwork === null) return null;
  const last = trained.stages.indexOf(classificationScores.stage);
  const weights: State = Object.assign({}, ...trained.stages.slice(0, last + 1).map((stage) => stage.weights));
  const found = await learnedFeatures(
    task,
    { ...trained, weights },
    [...known.paths, ...validationNetwork.paths],
    options,
  );
  options.progress?.({ stage: 'comparing what may end the network', done: 0 });
  const evaluationPairs = questionsFor(task);
  const score = (embeddings: Matrix) =>
    scoreOf(embeddings, { known, validationNetwork, evaluationPairs }, found.product);
  const before = await score(found.ofHead);
  const tools = { ...options, seed: plan.seed, product: found.product };
  let best: Tried | null = null;
  for (const name of spacesFor(task)) {
    throwIfAborted(options.signal);
    const space = await spaceOf(name, found.features, known, { ...tools, from: best?.space });
    const after = space && (await score(await project(space, found.features, found.product)));
    if (after && isAhead(after, best?.after ?? null, validationNetwork.paths.length)) best = { name, space, after };
  }
  if (best === null) return null;
  const { name, space, after } = best;
  const taken = after.value > before.value - toleranceOf(task, before.value);
  const whitening: FeatureWhitening = {
    ...{ space: name, before: before.value, after: after.value, taken, samples: validationNetwork.paths.length },
    interval: (taken ? after : before).interval,
  };
  if (!taken) return { ended: trained, dimensions: plan.dimensions, whitening };
  const final = last === trained.stages.length - 1 ? space : await spaceOfAll(name, task, options);
  if (final === null) return null;
  const dimensions = featureCount(final, found.features.columns);
  return { ended: { head: whitenedFeatures(final), weights: trained.weights }, dimensions, whitening };
}

/**
 * By how much features may be behind the head: not at all among classes that it learned; else by the standard error of the share,
 * for what it has learned to leave out is known to be missed by some that it has not.
 */
function toleranceOf(task: WhiteningTask, share: number): number {
  return hasKnownClasses(task) ? 0 : standardError(share, task.heldOut.paths.length);
}

type Tried = { readonly name: FeatureWhitening['space']; readonly space: Projection; readonly after: Score };

/** Whether a later space is better than the best before it by more than chance. */
function isAhead(later: Score, best: Score | null, samples: number): boolean {
  return best === null || later.value > best.value + standardError(later.value, samples);
}

/** Whether the classes that judge are those that are learned, so that nearest means do. */
function hasKnownClasses({ heldOut, annotated }: WhiteningTask): boolean {
  return annotated === null && heldOut.strangeClasses === null;
}

/** Spaces of features that are tried, the plainest first. */
function spacesFor(task: WhiteningTask): FeatureWhitening['space'][] {
  return hasKnownClasses(task) ? ['whitened', 'nearestMean'] : ['whitened'];
}

/** The space of what was learned at last, by all pictures. */
async function spaceOfAll(
  name: FeatureWhitening['space'],
  task: WhiteningTask,
  options: WorkOptions,
): Promise<Projection | null> {
  const all = some(task, 'all');
  if (all === null) return null;
  const { features, product } = await learnedFeatures(task, task.trained, all.paths, options);
  return spaceOf(name, features, all, { ...options, seed: task.plan.seed, product });
}

/** Some of the pictures that are learned, or of all, of as many classes as may be; null where no two are known to be the same. */
function some(task: WhiteningTask, on: Stage['on']): Known | null {
  const { network, seed, whitened: most } = task.plan;
  const { paths, identities } = knownOf(task, on);
  const { perClass, ...usual } = whitenedMost[network.architecture === null ? 'backbone' : 'fresh'];
  const pictures = Math.min(usual.pictures, most ?? usual.pictures);
  const fair = Math.floor(pictures / new Set(Array.from(identities)).size);
  const chosen = somePictures(identities, { pictures, perClass: Math.max(2, Math.min(perClass, fair)) }, seed);
  const own = chosen.map((i) => identities[i] ?? 0);
  return new Set(own).size < own.length ? { paths: chosen.map((i) => paths[i]), identities: own } : null;
}

/** Of which nothing is known but that they differ from others, null. */
function knownOf({ learned, heldOut, annotated }: WhiteningTask, on: Stage['on']) {
  const paths = on === 'all' ? [...learned.paths, ...heldOut.paths] : learned.paths;
  if (annotated === null)
    return { paths, identities: on === 'all' ? [...learned.labels, ...heldOut.labels] : learned.labels };
  const { of } = supervisionBy(annotatedWithin(annotated, [...paths.keys()])).identities;
  const shared = new Set([...membersByValue(of)].flatMap(([identity, { length }]) => (length > 1 ? [identity] : [])));
  return { paths, identities: Array.from(of, (identity) => (shared.has(identity) ? identity : null)) };
}

/**
 * Those that judge, of many with classes a seeded draw. Null where there are none, or where a known class has no picture among the
 * known: to name one of few is easier.
 */
function heldOutOf({ heldOut, annotated, plan }: WhiteningTask, known: Known): HeldOutPaths | null {
  const { paths, labels, strangeClasses } = heldOut;
  if (paths.length === 0) return null;
  if (annotated !== null) return heldOut;
  const present = new Set(Array.from(known.identities));
  if (strangeClasses === null && labels.some((label) => !present.has(label))) return null;
  const drawn = random(plan.seed, 'judges of whitening')
    .shuffle([...paths.keys()])
    .slice(0, whitenedMost.heldOut);
  const chosen = drawn.sort((a, b) => a - b);
  return { paths: chosen.map((i) => paths[i]), labels: Int32Array.from(chosen, (i) => labels[i]), strangeClasses };
}

/** With what a space is found. */
type SpaceTools = WorkOptions & {
  readonly product: Product;
  readonly seed: number;
  /** Where one for nearest means begins; absent: in the whitened one. */
  readonly from?: Projection | undefined;
};

/** The space of features, of which the first are those of the known; null where no two of an identity differ. */
async function spaceOf(
  name: FeatureWhitening['space'],
  features: Matrix,
  { identities }: Known,
  { product, seed, threads, signal, from }: SpaceTools,
): Promise<Projection | null> {
  const { of, count } = renumbered(identities);
  const embeddings = firstRows(features, identities.length);
  const classes = Array.from({ length: count }, (_, i) => `${i}`);
  const learned = { embeddings, labels: of(identities), classes };
  const begun = from ?? (await whitened(learned, defaultWhitening, product));
  if (name === 'whitened' || begun === null) return begun;
  return nearestMeanSpace(learned, begun, { runtime: nodeRuntime, product, seed, threads, signal });
}

/** By what embeddings are judged; `questions` null: by classes. */
type Validating = {
  readonly known: Known;
  readonly validationNetwork: HeldOutPaths;
  readonly evaluationPairs: EvaluationPairs | null;
};

type Score = { readonly value: number; readonly interval: Interval };

/** The measure of validation and its 95 % interval, of embeddings of the known and then of those that judge. */
async function scoreOf(
  embeddings: Matrix,
  { known, validationNetwork, evaluationPairs }: Validating,
  product: Product,
): Promise<Score> {
  const { labels, strangeClasses } = validationNetwork;
  const own = takeRows(
    embeddings,
    Array.from(labels, (_, i) => known.identities.length + i),
  );
  if (evaluationPairs) {
    const { verification, ordered, low, high } = comparisonScores(own, evaluationPairs);
    return { value: verification ?? ordered, interval: [low, high] };
  }
  if (strangeClasses !== null) {
    const { recallAt1, low, high } = await retrieved({ embeddings: own, labels, classes: strangeClasses }, product);
    return { value: recallAt1, interval: [low, high] };
  }
  const { of, count } = renumbered(known.identities);
  const references = { embeddings: firstRows(embeddings, known.identities.length), labels: of(known.identities) };
  const { nearest } = classificationScores({ embeddings: own, labels: of(labels), logits: null }, references, count);
  return { value: nearest, interval: wilson(nearest * labels.length, labels.length) };
}

function firstRows({ columns, data }: Matrix, count: number): Matrix {
  return matrix(count, columns, data.subarray(0, count * columns));
}
