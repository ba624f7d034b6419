import type { Bundle } from '../../bundle/bundle.ts';
import { classDifference } from '../../bundle/class-difference.ts';
import { seenPictures } from '../../bundle/with-gallery.ts';
import { hasAnnotationsOnly } from '../../data/annotations/has-annotations-only.ts';
import { classesOf } from '../../data/classes-of.ts';
import { requireSome } from '../../data/embedding/embedded.ts';
import type { FolderOptions } from '../../data/folders/folder-dataset.ts';
import { scoringPart } from '../../data/splits/use-parts.ts';
import { overlapWithTraining, requireLearned } from '../../evaluate/cautions.ts';
import { evaluation } from '../../evaluate/evaluation.ts';
import { nearDuplicates, type Pictures, unseenOf } from '../../evaluate/near-duplicates.ts';
import { type Observed, observe, observeStrangers } from '../../evaluate/observe.ts';
import type { EvaluateResult, Evaluation, NearDuplicates } from '../../evaluate/results.ts';
import { requireAnswers } from '../../recognise/recogniser.ts';
import { learnedPictures } from '../../stages/ending/learned-pictures.ts';
import { openWholeBundleSession } from '../bundles/bundle-session.ts';
import { requireKnownLabels } from '../bundles/require-known-labels.ts';
import { embedParts } from '../embedding/embed-parts.ts';
import type { EmbeddingSession } from '../embedding/embedding-session.ts';
import { needsLabels } from '../fit/needs-labels.ts';
import { openDataset } from '../open-dataset.ts';
import { pictureFaults } from '../pictures/picture-faults.ts';
import type { WorkOptions } from '../work-options.ts';
import { evaluateAnnotations } from './evaluate-annotations.ts';
import { evaluateTogether } from './evaluate-together.ts';
import { strangersIn } from './strangers.ts';

/** Options of evaluating. */
export type EvaluateOptions = WorkOptions &
  FolderOptions & {
    /** Pictures of no known class. */
    readonly unknown?: string | undefined;
    /** Also measures groups of pictures of one thing: the data set's own, else of so many pictures of one class. */
    readonly together?: number | undefined;
  };

/**
 * Measures a bundle on labelled pictures, or on pairs, triplets or groups without labels. It uses the test part of the
 * data set; without one the val part, and without that all pictures. Throws what openDataset, evaluateAnnotations and
 * opening the bundle throw, and `empty` if no picture could be read or the bundle knows none of the labels.
 *
 * @example
 * const { split, samples, classifier, gallery } = await evaluateBundle('emoji.discern', 'pictures');
 * split; // => 'test'
 * samples; // => 4
 * console.log(classifier?.accuracy, gallery?.recallAt1);
 */
export async function evaluateBundle(
  path: string,
  data: string,
  options: EvaluateOptions = {},
): Promise<EvaluateResult> {
  const start = performance.now();
  const { seed = 0, warn, progress } = options;
  progress?.({ stage: 'reading the data set', done: 0 });
  const dataset = await openDataset(data, { parts: options.parts });
  for (const remark of dataset.remarks) warn?.(remark);
  if (hasAnnotationsOnly(dataset)) return evaluateAnnotations(path, dataset, withoutLabels(options, data));
  const { samples, part } = scoringPart(dataset);
  const unknown = await strangersIn(options.unknown, options);
  const pictures = samples.length + unknown.length;
  const { bundle, session } = await openWholeBundleSession(path, { ...options, pictures });
  try {
    requireKnownLabels(bundle, samples, { path, data });
    requireAnswers(bundle);
    const { parts, skipped } = await embedParts(session, { known: samples, unknown });
    const known = requireSome({ ...parts.known, skipped });
    progress?.({ stage: 'measuring', done: 0 });
    const observed = await observe(bundle, known, session.product);
    requireLearned(observed);
    const strangers =
      parts.unknown.samples.length > 0 ? await observeStrangers(bundle, parts.unknown, session.product) : null;
    const [ofBundle, ofNetwork] = [seenPictures(bundle), learnedPictures(bundle.backbone)];
    const isSeen = (hash: string) => ofBundle.has(hash) || ofNetwork(hash);
    return {
      samples: observed.samples.length,
      classes: classesOf(observed.samples).length,
      seed,
      seconds: (performance.now() - start) / 1000,
      split: part,
      ...overlapWithTraining({ observed, known, unknown: parts.unknown }, isSeen, { seed }),
      ...pictureFaults(samples, [known], warn),
      skipped,
      nearDuplicates: await repeated(bundle, session, { observed, known: unseenOf(known, isSeen), seed }),
      verification: null,
      ...withStale(bundle, evaluation({ ...observed, strangers }, { seed, promised: promisedShare(bundle) })),
      ...(await measuredTogether(bundle, session, { known, strangers: parts.unknown }, options)),
    };
  } finally {
    await session.close();
  }
}

/** The options, which ask nothing that needs labels. */
function withoutLabels(options: EvaluateOptions, data: string): EvaluateOptions {
  if (options.unknown !== undefined) throw needsLabels(`--unknown ${options.unknown}`, '--unknown', data);
  if (options.together !== undefined) throw needsLabels(`--together ${options.together}`, '--together', data);
  return options;
}

/** Groups of pictures, where they are wanted. */
async function measuredTogether(
  bundle: Bundle,
  { product }: EmbeddingSession,
  pictures: { readonly known: Pictures; readonly strangers: Pictures },
  { together, seed = 0, progress, signal }: EvaluateOptions,
): Promise<Pick<EvaluateResult, 'together'>> {
  if (together === undefined) return {};
  const tools = { seed, product, progress, signal };
  return { together: await evaluateTogether(bundle, { ...pictures, pictures: together }, tools) };
}

/** The share of strangers that the gallery's threshold promises not to exceed; null if it promises none. */
function promisedShare({ gallery }: Bundle): number | null {
  const promise = gallery?.threshold.promise;
  return promise?.kind === 'false-accept' && !promise.lapsed ? promise.share : null;
}

/** Measured pictures that are near duplicates of an enrolled one; null where the bundle keeps no embeddings. */
async function repeated(
  { gallery }: Bundle,
  { product }: EmbeddingSession,
  { observed, known, seed }: { readonly observed: Observed; readonly known: Pictures; readonly seed: number },
): Promise<NearDuplicates | null> {
  if (!gallery?.embeddings) return null;
  const samples = gallery.entries.map(({ path, label }) => ({ path, label, part: null, group: null }));
  const learned = { samples, embeddings: gallery.embeddings };
  return nearDuplicates(observed, { measured: known, learned }, { seed, product });
}

/** Scores, with the classes that the classifier does not share with its gallery. */
function withStale(bundle: Bundle, scores: Evaluation) {
  const stale = classDifference(bundle);
  const { classifier } = scores;
  return { ...scores, classifier: classifier && { ...classifier, ...(stale && { stale }) } };
}
