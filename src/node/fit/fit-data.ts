import type { NetworkFile } from '../../backbones/network-file.ts';
import { throwIfAborted } from '../../base/progress.ts';
import type { Bundle } from '../../bundle/bundle.ts';
import { answersBy } from '../../calibrate/answering/answering.ts';
import { hasAnnotationsOnly } from '../../data/annotations/has-annotations-only.ts';
import type { Dataset } from '../../data/dataset.ts';
import { requireSome, type Skipped } from '../../data/embedding/embedded.ts';
import type { FolderOptions } from '../../data/folders/folder-dataset.ts';
import { learningParts } from '../../data/splits/use-parts.ts';
import { type Cautions, seenUnknownInWords } from '../../evaluate/cautions.ts';
import { evaluation } from '../../evaluate/evaluation.ts';
import { observe, observeStrangers } from '../../evaluate/observe.ts';
import type { UnknownResult } from '../../evaluate/results.ts';
import type { Fitted } from '../../fit/fit-approaches.ts';
import type { Threshold } from '../../gallery/threshold.ts';
import { mean } from '../../metrics/mean.ts';
import { requireRoomForBundle } from '../bundles/bundle-files.ts';
import { type EmbeddedParts, embedParts } from '../embedding/embed-parts.ts';
import { type EmbeddingSession, openEmbeddingSession } from '../embedding/embedding-session.ts';
import { strangersIn } from '../evaluate/strangers.ts';
import { homeOf, portablePath } from '../files/portable-path.ts';
import { foldersRead, requireOutside } from '../files/require-outside.ts';
import { chosenNetwork, type NetworkOptions } from '../hub/chosen-network.ts';
import { openDataset } from '../open-dataset.ts';
import { pictureFaults } from '../pictures/picture-faults.ts';
import { driftReference } from './drift-reference.ts';
import { type FittedVerification, fitAnnotations } from './fit-annotations.ts';
import { bundleOf, fitParts } from './fit-parts.ts';
import { type MadeByHand, requireKeepable } from './made-by-hand.ts';
import { needsLabels } from './needs-labels.ts';
import { type ReplacedByFit, type ReplaceOptions, replaceByFit, requireFate } from './replaced-by-fit.ts';

/** Options of fitting. */
export type FitOptions = ReplaceOptions &
  NetworkOptions &
  FolderOptions & {
    /** Pictures of no known class. Only their results are reported; nothing is learned from them. */
    readonly unknown?: string | undefined;
  };

/** What `fit --json` prints. */
export type FitResult = Pick<
  Fitted,
  'split' | 'chosen' | 'validation' | 'suspects' | 'labelScores' | 'unseenLabels' | 'seen' | 'tradeOffs'
> &
  Pick<Cautions, 'seenUnknown' | 'lostLabels' | 'twoLabels'> & {
    /** Path of the bundle. */
    readonly bundle: string;
    /** Pictures learned from and selected on. */
    readonly samples: number;
    readonly classes: number;
    readonly seed: number;
    readonly seconds: number;
    readonly fingerprint: string;
    readonly backbone: string;
    /** Which approach answers, as class folds chose; null where there were too few classes. */
    readonly answer: { readonly by: 'classifier' | 'gallery' | 'hybrid' } | null;
    /** The gallery's threshold; null without a gallery. */
    readonly threshold: Threshold | null;
    /** Verification of held-out pairs; null where there were labels to learn from. */
    readonly verification: FittedVerification | null;
    /** Null without strangers. */
    readonly unknown: UnknownAtFit | null;
    /** Pictures enrolled or relabelled by hand in the bundle that this one replaces; null where there were none. */
    readonly enrolled: ReplacedByFit | null;
    readonly skipped: readonly Skipped[];
  };

/** Results on pictures of no known class. */
export type UnknownAtFit = {
  readonly samples: number;
  /** Share of them that the gallery accepts as known; null without a gallery. */
  readonly falseAccept: number | null;
  /** AUROC against the pictures of the val part; null where the data set has none. */
  readonly validation: UnknownResult | null;
};

/**
 * Fits a bundle to a data set and writes it. From pairs, triplets or groups without labels it makes a bundle without
 * classes. Throws what openDataset, chosenNetwork, fitAnnotations and writeBundle throw. If the bundle to be replaced
 * holds pictures that were enrolled or relabelled by hand, `enrolled` must say what to do with them: else it throws
 * `misused` before it begins, and `fingerprint` if they cannot be kept.
 *
 * @example
 * const { classes, validation } = await fitData('pictures', { out: 'emoji.discern' });
 * classes; // => 4
 * console.log(`validation accuracy: ${validation.classifier?.accuracy}`);
 */
export async function fitData(data: string, options: FitOptions): Promise<FitResult> {
  const start = performance.now();
  const { out, seed = 0, warn, progress, signal } = options;
  await requireRoomForBundle(out, { signal, warn });
  const made = await requireFate(options);
  progress?.({ stage: 'reading the data set', done: 0 });
  const dataset = await openDataset(data, { parts: options.parts });
  await requireOutside(out, [...foldersRead(data, dataset.samples), options.unknown]);
  for (const remark of dataset.remarks) warn?.(remark);
  const learn = hasAnnotationsOnly(dataset) ? fitToAnnotations : fitToLabels;
  const fitted = await learn(dataset, data, options, made);
  return { bundle: out, seed, ...fitted, seconds: (performance.now() - start) / 1000 };
}

/** The result of a fit, without the members that fitData adds to every fit. */
type FittedPart = Omit<FitResult, 'bundle' | 'seed' | 'seconds'>;

async function fitToAnnotations(
  dataset: Dataset,
  data: string,
  options: FitOptions,
  made: MadeByHand | null,
): Promise<FittedPart> {
  const { approach, unknown } = options;
  if (approach === 'classifier') throw needsLabels(`--approach ${approach}`, 'a classifier', data);
  if (unknown !== undefined) throw needsLabels(`--unknown ${unknown}`, '--unknown', data);
  return {
    ...{ classes: 0, unknown: null, answer: null, tradeOffs: null },
    ...{ labelScores: [], unseenLabels: [], seen: 0, seenUnknown: 0, lostLabels: [], twoLabels: [] },
    ...(await fitAnnotations(dataset, data, options, made)),
  };
}

async function fitToLabels(
  dataset: Dataset,
  data: string,
  options: FitOptions,
  made: MadeByHand | null,
): Promise<FittedPart> {
  const { out, warn } = options;
  const { train, val } = learningParts(dataset);
  const strangers = await strangersIn(options.unknown, options);
  const network = await chosenNetwork(options);
  const pictures = train.length + (val?.length ?? 0) + strangers.length;
  const session = await openEmbeddingSession(network, { ...options, pictures });
  try {
    if (made && options.enrolled === 'keep') requireKeepable(made, session.fingerprint, out);
    const embedded = await embedParts(session, { train, val: val ?? [], strangers });
    requireSome({ ...embedded.parts.train, skipped: embedded.skipped });
    const faults = pictureFaults([...train, ...(val ?? [])], [embedded.parts.train, embedded.parts.val], warn);
    const fitted = await fitParts(embedded.parts, session, network, { ...options, together: true });
    const seenUnknown = strangersLearned(fitted, embedded, warn);
    const portable = await withPortableEntries(fitted, data);
    const drift = await driftReference(fitted, embedded.parts, session, options);
    const bundle = { ...bundleOf(portable, network, session, { dataset: dataset.name, seed: options.seed }), drift };
    const enrolled = await written(bundle, session, options);
    const unknown = await unknownAtFit(fitted, embedded, session);
    return {
      ...commonPart(fitted, session, network),
      unknown,
      seenUnknown,
      ...faults,
      enrolled,
      skipped: embedded.skipped,
    };
  } finally {
    await session.close();
  }
}

async function written(bundle: Bundle, session: EmbeddingSession, options: FitOptions): Promise<ReplacedByFit | null> {
  throwIfAborted(options.signal);
  options.progress?.({ stage: 'writing the bundle', done: 0 });
  return replaceByFit(bundle, session, options);
}

function commonPart(fitted: Fitted, { fingerprint }: EmbeddingSession, { card }: NetworkFile) {
  const { split, chosen, validation, suspects, labelScores, unseenLabels, seen, gallery, answering, tradeOffs } =
    fitted;
  return {
    ...{ samples: split.train + split.val, classes: classesIn(fitted), split, fingerprint, backbone: card.name },
    ...{ chosen, validation, threshold: gallery?.threshold ?? null, verification: null },
    ...{ suspects, labelScores, unseenLabels, seen, tradeOffs, answer: answering && { by: answersBy(answering) } },
  };
}

/** How many of the strangers are also among the learned pictures, byte for byte. */
function strangersLearned({ hashes }: Fitted, { parts }: Parts, warn: FitOptions['warn']): number {
  const learned = new Set(hashes);
  const seen = parts.strangers.hashes.filter((hash) => learned.has(hash)).length;
  for (const caution of seenUnknownInWords(seen)) warn?.(caution);
  return seen;
}

type Parts = EmbeddedParts<'train' | 'val' | 'strangers'>;

/**
 * The fitted bundle, with paths of enrolled pictures as a bundle keeps them. In all other results the paths can be
 * opened here.
 */
async function withPortableEntries(fitted: Fitted, data: string): Promise<Fitted> {
  if (fitted.gallery === null) return fitted;
  const home = await homeOf(data);
  const entries = fitted.gallery.entries.map((entry) => ({ ...entry, path: portablePath(entry.path, home) }));
  return { ...fitted, gallery: { ...fitted.gallery, entries } };
}

function classesIn({ classifier, gallery }: Fitted): number {
  return classifier?.classes.length ?? new Set(gallery?.entries.map(({ label }) => label)).size;
}

async function unknownAtFit(
  fitted: Fitted,
  { parts }: Parts,
  { product }: EmbeddingSession,
): Promise<UnknownAtFit | null> {
  const samples = parts.strangers.samples.length;
  if (samples === 0) return null;
  const strangers = await observeStrangers(fitted, parts.strangers, product);
  const falseAccept = strangers.gallery && mean(strangers.gallery.map(({ known }) => (known ? 1 : 0)));
  const observed = await observe(fitted, parts.val, product);
  const validation = observed.samples.length === 0 ? null : evaluation({ ...observed, strangers }).unknown;
  return { samples, falseAccept, validation };
}
