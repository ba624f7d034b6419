import { DiscernError } from '../base/error.ts';
import { counted, formatCount } from '../base/figures.ts';
import { type ProgressOptions, throwIfAborted } from '../base/progress.ts';
import type { Classifier } from '../classify/classifier.ts';
import { classesOf, isLabelled } from '../data/classes-of.ts';
import type { Embedded } from '../data/embedding/embedded.ts';
import { cohortMeans } from '../gallery/cohort-means.ts';
import type { Gallery } from '../gallery/gallery.ts';
import { mean } from '../metrics/mean.ts';
import type { Together } from '../pooling/together.ts';
import type { NearestMeanTools } from '../train/nearest-mean.ts';
import { type ClassifierChoice, fitClassifier } from './classifier/fit-classifier.ts';
import { cleanLabels, type PictureLabelScore, type SuspectPicture } from './clean-labels.ts';
import { type FittedGallery, fitGallery, type GalleryChoice, type GalleryTools } from './fit-gallery.ts';
import { type Held, holdOut, unseenPart } from './held-out/hold-out.ts';
import { heldOutOf, maxHeldOut } from './held-out/selection-pictures.ts';
import { usableVal } from './held-out/usable-val.ts';
import { labelledOnly, subset } from './labelled.ts';
import { type CalibratedFit, calibrateFitted } from './open-set/calibrate-fitted.ts';
import { suspectsInWords } from './suspects-in-words.ts';
import { fitTogether, thresholdTogether } from './together/fit-together.ts';
import { type Chosen, groupFolds } from './together/group-folds.ts';
import { classVerification } from './verification/class-verification.ts';

/** The pictures and options of a fit. */
export type FitTask = {
  readonly train: Embedded;
  /** The val part of the data set, for selection; null: a part of train is held out, then used in the last fit. */
  readonly val: Embedded | null;
  /** The share of train that is held out if `val` is null, 0..1; default 0.2. */
  readonly share?: number;
  readonly approach: 'both' | 'classifier' | 'gallery';
  /** The fingerprint of the embedder. */
  readonly fingerprint: string;
  /** Whether the embedder was trained on a picture, by its SHA-256: such pictures validate poorly. Default: none. */
  readonly seen?: (hash: string) => boolean;
  /** Also train on pictures whose labels look wrong. Default: they are left out. */
  readonly keepSuspects?: boolean;
  /** Also choose how several pictures of one thing are pooled, by folds of classes. Default: they are not. */
  readonly together?: boolean;
};

/** Runtime, product, seed, progress and signal of a fit. */
export type FitTools = ProgressOptions & NearestMeanTools;

/** The result of a fit: both approaches, trained and selected on the same pictures. */
export type Fitted = {
  readonly classifier: Classifier | null;
  readonly gallery: Gallery | null;
  /** How several pictures of one thing are pooled; null if it was not wanted. */
  readonly together: Together | null;
  /** The settings that validation chose. */
  readonly chosen: { readonly classifier: ClassifierChoice | null; readonly gallery: GalleryChoice | null };
  /** The validation scores of these settings, on held-out pictures. */
  readonly validation: {
    readonly classifier: ClassifierChoice['validation'];
    readonly gallery: GalleryChoice['validation'];
  };
  /** The numbers of pictures to train and to select on; a held-out part of train counts as val. */
  readonly split: { readonly train: number; readonly val: number; readonly test: number };
  /** How both come to one answer, what thresholds were calibrated on, and what they gain and cost. */
  readonly answering: CalibratedFit['answering'];
  readonly openSet: CalibratedFit['openSet'];
  readonly tradeOffs: CalibratedFit['tradeOffs'];
  readonly seconds: { readonly classifier: number; readonly gallery: number };
  /** SHA-256 of every picture used to train or select, sorted. */
  readonly hashes: readonly string[];
  /** Pictures of train that were left out because their label looks wrong, most certain first. */
  readonly suspects: readonly SuspectPicture[];
  /** Every labelled picture of train, the most suspicious label first. */
  readonly labelScores: readonly PictureLabelScore[];
  /** Labels of a given `val` that train lacks; their pictures are not used. */
  readonly unseenLabels: readonly string[];
  /** The number of pictures of a given `val` that are also in train, byte for byte; they are not used. */
  readonly seen: number;
  /** Notes for the user. */
  readonly remarks: readonly string[];
};

/**
 * Fits the wanted approaches to embedded pictures. Pictures without a label are left out, and pictures of train whose
 * label looks wrong. With one class it fits only a gallery, with a remark. The same pictures and seed give the same
 * bytes. Throws `empty` if no picture has a label, `interrupted` when the signal is aborted.
 *
 * @example
 * const { normal } = random(0, 'toy embeddings');
 * const labels = Array.from({ length: 40 }, (_, i) => ['cat', 'dog'][i % 2]);
 * const samples = labels.map((label, i) => ({ label, path: `${i}.jpg`, part: null, group: null }));
 * const embeddings = normaliseRows(fromRows(labels.map((label) => [normal() + (label === 'cat' ? 2 : -2), normal()])));
 * const train = { samples, embeddings, hashes: samples.map(({ path }) => path), skipped: [] };
 * const tools = { runtime: nodeRuntime, product: productFor(nodeRuntime), seed: 0 };
 * const { classifier } = await fitApproaches({ train, val: null, approach: 'both', fingerprint: 'toy' }, tools);
 * classifier?.classes; // => ['cat', 'dog']
 */
export function fitApproaches(task: FitTask, tools: FitTools): Promise<Fitted> {
  return bothFitted(task, tools).catch((thrown: unknown) => {
    throwIfAborted(tools.signal); // With the error of the fit, not of the training inside it.
    throw thrown;
  });
}

async function bothFitted(task: FitTask, tools: FitTools): Promise<Fitted> {
  const { train, approach, seen = () => false, keepSuspects = false } = task;
  const given = labelledOnly(train);
  if (given.samples.length === 0) throw nothingToLearn(train);
  const usable = task.val && usableVal(task.val, given);
  const val = usable?.val ?? null;
  const { kept: known, suspects, labelScores } = await cleanLabels(given, { ...tools, keepSuspects });
  tools.progress?.({ stage: 'holding out whole scenes', done: 0 });
  const held = val === null ? await heldOutFrom(known, task, tools) : { train: known, val };
  const validated = { train: held.train, val: heldOutOf(held, tools.seed) };
  const learned = val === null ? known : held.train;
  const single = classesOf(learned.samples).length < 2;
  const fitted = await approachesFitted({ ...task, validated, learned, val }, tools);
  const { chosen } = fitted;
  return {
    ...fitted,
    validation: { classifier: chosen.classifier?.validation ?? null, gallery: chosen.gallery?.validation ?? null },
    split: { train: held.train.samples.length, val: held.val.samples.length, test: 0 },
    hashes: [...new Set([...learned.hashes, ...validated.val.hashes])].sort(),
    suspects,
    labelScores,
    unseenLabels: usable?.unseenLabels ?? [],
    seen: usable?.seen ?? 0,
    remarks: [
      ...suspectsInWords(suspects),
      ...remarksOnTrain(train, single && approach !== 'gallery'),
      ...(usable?.remarks ?? []),
      ...remarksOnHeldOut(held, validated.val),
      ...remarksOnUnknown(fitted),
      ...remarksOnFairness(validated.val, seen),
    ],
  };
}

/** What both approaches are fitted to: `validated` chooses, `learned` is learned from, a given `val` is not. */
type FitParts = Pick<FitTask, 'approach' | 'fingerprint' | 'together' | 'val'> & {
  readonly validated: Held;
  readonly learned: Embedded;
};

/** Both approaches with their thresholds. */
async function approachesFitted(
  { approach, fingerprint, together, validated, learned, val }: FitParts,
  tools: FitTools,
): Promise<CalibratedFit & Pick<Fitted, 'chosen' | 'seconds' | 'together'>> {
  const single = classesOf(learned.samples).length < 2;
  const gallery = await timed(
    approach === 'classifier' && !single ? null : () => verifyingGallery(validated, learned, { ...tools, fingerprint }),
  );
  const classifier = await timed(
    approach === 'gallery' || single ? null : () => fitClassifier(validated, learned, tools),
  );
  const chosen = { classifier: classifier.value?.chosen ?? null, gallery: gallery.value?.chosen ?? null };
  const calibrated = await calibrateFitted(
    { classifier: classifier.value?.classifier ?? null, gallery: gallery.value?.gallery ?? null },
    { ...chosen, learned, val: val ?? subset(learned, []), fingerprint },
    tools,
  );
  const several = together
    ? await validatedTogether(validated, chosen, calibrated.gallery, { ...tools, fingerprint })
    : { gallery: calibrated.gallery, together: null };
  return {
    ...calibrated,
    ...several,
    chosen,
    seconds: { classifier: classifier.seconds, gallery: gallery.seconds },
  };
}

/** A gallery with a threshold of its own for two pictures, wherever its pictures allow to choose one. */
async function verifyingGallery(held: Held, learned: Embedded, tools: GalleryTools): Promise<FittedGallery> {
  const { gallery, chosen } = await fitGallery(held, learned, tools);
  const verification = await classVerification(learned, chosen.projection, tools);
  return { gallery: { ...gallery, ...(verification && { verification }) }, chosen };
}

/** Similarities as they are, where nothing was calibrated. */
const plainScoring = { runnerUp: 0, cohort: 0 };

/** How several pictures are pooled, and the gallery with its thresholds for them. */
async function validatedTogether(
  held: Held,
  chosen: Omit<Chosen, 'scoring'>,
  gallery: Gallery | null,
  tools: GalleryTools,
) {
  const scoring = gallery
    ? { runnerUp: gallery.threshold.runnerUp ?? 0, cohort: gallery.threshold.cohort ?? 0 }
    : plainScoring;
  const folds = await groupFolds(held, { ...chosen, scoring }, tools);
  const together = await fitTogether(folds, tools);
  const cohort = gallery && mean(await cohortMeans(gallery, tools.product));
  const shift = scoring.cohort * (cohort ?? 0);
  const threshold = gallery && (await thresholdTogether(gallery.threshold, folds, { ...together, shift }, tools));
  return { gallery: gallery && threshold && { ...gallery, threshold }, together };
}

/** Holds out pictures that the embedder was not trained on, if there are enough; otherwise a share of all. */
async function heldOutFrom(known: Embedded, { seen, share }: FitTask, { seed, product }: FitTools): Promise<Held> {
  return (seen && unseenPart(known, seen)) ?? holdOut(known, seed, product, share);
}

/** The error `empty` for the case that no picture has a label. */
export function nothingToLearn({ samples }: Pick<Embedded, 'samples'>): DiscernError {
  return new DiscernError('empty', 'no picture has a label', {
    given: `${counted(samples.length, 'picture')}, none of them with a label`,
    expected: 'at least one picture with a label',
    todo: 'put pictures into folders named after their classes, or give their labels in a table',
  });
}

function remarksOnTrain({ samples }: Embedded, withoutClassifier: boolean): string[] {
  const unlabelled = samples.filter((sample) => !isLabelled(sample)).length;
  return [
    ...(unlabelled > 0 ? [`left out ${counted(unlabelled, 'picture')} without a label`] : []),
    ...(withoutClassifier ? ['only one class: a classifier needs two, so only the gallery was built'] : []),
  ];
}

function remarksOnHeldOut({ val }: Held, heldOut: Embedded): string[] {
  return [
    ...(heldOut.samples.length > 0 && heldOut.samples.length < val.samples.length
      ? [`validated on ${formatCount(maxHeldOut)} of ${formatCount(val.samples.length)} pictures, drawn by the seed`]
      : []),
    ...(heldOut.samples.length === 0
      ? ['no picture could be held out for validation: give every class two pictures or more']
      : []),
  ];
}

function remarksOnUnknown({ gallery, classifier, openSet }: CalibratedFit): string[] {
  if (openSet !== null && classifier && !classifier.unknown)
    return ['the classifier takes every picture for known: training it in every class fold would take too long'];
  if (gallery === null || openSet !== null) return [];
  const why = 'too few classes or scenes to let classes play strangers';
  return [`${why}: the threshold of the gallery is ${gallery.threshold.source}`];
}

function remarksOnFairness({ hashes }: Embedded, seen: (hash: string) => boolean): string[] {
  const learned = hashes.filter(seen).length;
  if (learned === 0) return [];
  const share = `${formatCount(learned)} of the ${formatCount(hashes.length)} validation pictures`;
  return [`the network was trained on ${share}: validation scores are too high, and thresholds too strict`];
}

async function timed<T>(
  work: (() => Promise<T>) | null,
): Promise<{ readonly value: T | null; readonly seconds: number }> {
  const start = performance.now();
  const value = work && (await work());
  return { value, seconds: (performance.now() - start) / 1000 };
}
