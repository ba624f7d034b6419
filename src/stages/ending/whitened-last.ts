import { featureCount, type Projection, project } from '../../backbones/projection.ts';
import { DiscernError } from '../../base/error.ts';
import type { Matrix } from '../../base/matrix.ts';
import { type ProgressOptions, throwIfAborted } from '../../base/progress.ts';
import { type Product, productFor } from '../../linalg/product.ts';
import { standardError } from '../../metrics/standard-error.ts';
import type { State } from '../../steps/state.ts';
import { whitenedFeatures } from '../../train/whitened-features.ts';
import { evaluationPairsFor } from '../annotated-stages.ts';
import type { LearnedNetwork } from '../learn-stages.ts';
import { type FeatureWhitening, lastValidated } from '../training-result.ts';
import { fittedSpace } from './fitted-space.ts';
import { type FeatureTools, type LearningNetwork, learnedFeatures } from './learned-features.ts';
import { type Score, scoreOf } from './space-score.ts';
import type { Ended } from './trained-file.ts';
import {
  hasKnownClasses,
  type KnownPictures,
  knownPictures,
  measuringPictures,
  type WhitenedPictures,
} from './whitening-pictures.ts';

/** What was learned, and the pictures that its whitening takes. */
export type WhiteningTask = LearningNetwork & WhitenedPictures & { readonly trained: LearnedNetwork };

/** With what features are whitened. */
export type WhiteningTools = FeatureTools &
  ProgressOptions & { readonly warn?: ((message: string) => void) | undefined };

/** How a network ends, and how many numbers it gives. */
type Whitened = { readonly ended: Ended; readonly dimensions: number; readonly whitening: FeatureWhitening | null };

/**
 * The end of the network: the head that was learned, or the whitened features where they score higher on the pictures
 * that chose the epoch. Where nearest means measure, a space that is learned for nearest means is tried too, and taken
 * where it is better by more than the standard error. Both are scored with the weights of the last stage that was
 * validated; where a later stage learned from all pictures, the chosen space is fitted anew to all of them. The head
 * stays where no two pictures are known to be the same; and, with a warning, where whitening fails. Throws
 * `interrupted`.
 */
export async function whitenedLast(task: WhiteningTask, tools: WhiteningTools): Promise<Whitened> {
  const asLearned = { ended: task.trained, dimensions: task.plan.dimensions, whitening: null };
  try {
    return (await whitenedIfBetter(task, tools)) ?? asLearned;
  } catch (thrown) {
    if (!(thrown instanceof DiscernError) || thrown.code === 'interrupted') throw thrown;
    tools.warn?.(`what was learned is not whitened: ${thrown.message}`);
    return asLearned;
  }
}

async function whitenedIfBetter(task: WhiteningTask, tools: WhiteningTools): Promise<Whitened | null> {
  const { trained, plan } = task;
  const validated = lastValidated(trained.stages);
  const known = knownPictures(task, 'train');
  const measured = known && measuringPictures(task, known);
  if (validated === null || known === null || measured === null) return null;
  const product = productFor(tools.runtime);
  const last = trained.stages.indexOf(validated.stage);
  const weights: State = Object.assign({}, ...trained.stages.slice(0, last + 1).map((stage) => stage.weights));
  const paths = [...known.paths, ...measured.paths];
  const found = await learnedFeatures(task, { ...trained, weights }, paths, tools);
  tools.progress?.({ stage: 'comparing what may end the network', done: 0 });
  const scoring = { known, measured, evaluationPairs: evaluationPairsFor(task) };
  const score = (embeddings: Matrix) => scoreOf(embeddings, scoring, product);
  const before = await score(found.ofHead);
  const trial = { features: found.features, known, samples: measured.paths.length, score, product };
  const best = await bestSpace(task, trial, tools);
  if (best === null) return null;
  const { name, space, after } = best;
  const taken = after.value > before.value - toleranceOf(task, before.value);
  const whitening: FeatureWhitening = {
    ...{ space: name, before: before.value, after: after.value, taken, samples: measured.paths.length },
    interval: (taken ? after : before).interval,
  };
  if (!taken) return { ended: trained, dimensions: plan.dimensions, whitening };
  const final = last === trained.stages.length - 1 ? space : await spaceOfAll(name, task, { ...tools, product });
  if (final === null) return null;
  const dimensions = featureCount(final, found.features.columns);
  return { ended: { head: whitenedFeatures(final), weights: trained.weights }, dimensions, whitening };
}

/** A space that was tried, and its score. */
type Tried = { readonly name: FeatureWhitening['space']; readonly space: Projection; readonly after: Score };

/** What spaces are fitted to and scored by. */
type Trial = {
  readonly features: Matrix;
  readonly known: KnownPictures;
  /** How many pictures measure. */
  readonly samples: number;
  readonly score: (embeddings: Matrix) => Promise<Score>;
  readonly product: Product;
};

/** The best space of features, the plainest one first; null where none can be fitted. */
async function bestSpace(
  task: WhiteningTask,
  { features, known, samples, score, product }: Trial,
  tools: WhiteningTools,
): Promise<Tried | null> {
  let best: Tried | null = null;
  for (const name of spacesFor(task)) {
    throwIfAborted(tools.signal);
    const fitting = { ...tools, seed: task.plan.seed, product, from: best?.space };
    const space = await fittedSpace(name, features, known.identities, fitting);
    const after = space && (await score(await project(space, features, product)));
    if (after && isAhead(after, best?.after ?? null, samples)) best = { name, space, after };
  }
  return best;
}

/**
 * How far the features' score may lie below the head's. None among classes that were learned. Else the standard error:
 * what the head has learned to ignore may be what unseen classes differ by.
 */
function toleranceOf(task: WhiteningTask, share: number): number {
  return hasKnownClasses(task) ? 0 : standardError(share, task.heldOut.paths.length);
}

/** Whether a later space is better than the best before it by more than the standard error. */
function isAhead(later: Score, best: Score | null, samples: number): boolean {
  return best === null || later.value > best.value + standardError(later.value, samples);
}

/** Spaces of features that are tried, the plainest first. */
function spacesFor(task: WhiteningTask): FeatureWhitening['space'][] {
  return hasKnownClasses(task) ? ['whitened', 'nearestMean'] : ['whitened'];
}

/** The space of what was learned at last, fitted to all pictures. */
async function spaceOfAll(
  name: FeatureWhitening['space'],
  task: WhiteningTask,
  tools: WhiteningTools & { readonly product: Product },
): Promise<Projection | null> {
  const all = knownPictures(task, 'all');
  if (all === null) return null;
  const { features } = await learnedFeatures(task, task.trained, all.paths, tools);
  return fittedSpace(name, features, all.identities, { ...tools, seed: task.plan.seed });
}
