import { DiscernError } from '../../base/error.ts';
import { counted } from '../../base/figures.ts';
import { throwIfAborted } from '../../base/progress.ts';
import type { Bundle, KeptEvidence } from '../../bundle/bundle.ts';
import { seenPictures } from '../../bundle/with-gallery.ts';
import type { StatedPromise } from '../../calibrate/promises/promise-in-words.ts';
import { isLabelled } from '../../data/classes-of.ts';
import { nearDuplicateClusters } from '../../data/duplicates/near-duplicate-clusters.ts';
import { type Embedded, requireSome, type Skipped } from '../../data/embedding/embedded.ts';
import type { FolderOptions } from '../../data/folders/folder-dataset.ts';
import { labelledOnly, subset } from '../../fit/labelled.ts';
import { bundleEvidence } from '../../fit/open-set/bundle-evidence.ts';
import { type Calibration, calibrateBundle } from '../../fit/open-set/calibrate-bundle.ts';
import { pictureScorer } from '../../fit/open-set/score-pictures.ts';
import { type Product, productFor } from '../../linalg/product.ts';
import { changeBundle } from '../bundles/bundle-files.ts';
import { openWholeBundleSession } from '../bundles/bundle-session.ts';
import { embedParts } from '../embedding/embed-parts.ts';
import { strangersIn } from '../evaluate/strangers.ts';
import { requireLabels } from '../fit/needs-labels.ts';
import { openDataset } from '../open-dataset.ts';
import { nodeRuntime } from '../runtime.ts';
import { shellWord } from '../shell-word.ts';
import type { WorkOptions } from '../work-options.ts';

/** Options of calibrating. */
export type CalibrateOptions = WorkOptions &
  FolderOptions & {
    /** What the thresholds shall promise. Absent: the balanced point. */
    readonly promise?: StatedPromise | undefined;
    /** Labelled pictures of known classes that the bundle did not learn from. Absent: scenes are held out. */
    readonly using?: string | undefined;
    /** Pictures of no known class. Absent: each class in turn plays the stranger. */
    readonly unknown?: string | undefined;
  };

/** What `calibrate --json` prints. */
export type CalibrateResult = Calibration & { readonly bundle: string; readonly skipped: readonly Skipped[] };

/**
 * Sets the thresholds of a bundle, by what is enrolled or by given pictures. A refused promise changes nothing. Throws
 * what changeBundle, openDataset and bundleEvidence throw, and `too-few` where no given picture can be used.
 *
 * @example
 * await writeBundle('careful.discern', await readBundle('emoji.discern'));
 * const { refused } = await calibrateThresholds('careful.discern', { promise: { kind: 'false-accept', share: 0.05 } });
 * refused?.needed; // => 15
 */
export async function calibrateThresholds(path: string, options: CalibrateOptions = {}): Promise<CalibrateResult> {
  const { promise = null, seed = 0, progress, signal, threads } = options;
  const product = productFor(nodeRuntime);
  const tools = { runtime: nodeRuntime, product, seed, progress, signal, threads };
  const given = await givenPictures(path, options);
  let calibration: Calibration | null = null;
  await changeBundle(
    path,
    async (bundle) => {
      if (given && given.fingerprint !== bundle.fingerprint) throw fittedAnew(path);
      const kept = await bundleEvidence(bundle, tools);
      const evidence = { choosing: kept, carrying: given ? await carrying(bundle, kept, given, product) : kept, kept };
      const calibrated = await calibrateBundle(bundle, promise, evidence, { seed, product });
      throwIfAborted(signal);
      calibration = calibrated.calibration;
      return calibrated.bundle;
    },
    { signal, warn: options.warn },
  );
  if (calibration === null) throw fittedAnew(path);
  return { bundle: path, ...(calibration as Calibration), skipped: given?.skipped ?? [] };
}

/** Embedded pictures that the user gave. */
type Given = {
  readonly fingerprint: string;
  /** Null: held-out scenes of the bundle stay the own pictures, or its classes the strangers. */
  readonly own: Embedded | null;
  readonly strangers: Embedded | null;
  readonly skipped: readonly Skipped[];
};

async function givenPictures(path: string, options: CalibrateOptions): Promise<Given | null> {
  const { using, unknown, warn } = options;
  if (using === undefined && unknown === undefined) return null;
  const dataset = using === undefined ? null : await openDataset(using, { parts: options.parts });
  for (const remark of dataset?.remarks ?? []) warn?.(remark);
  if (dataset && using !== undefined) requireLabels(dataset, 'calibrate --using', using);
  const samples = { own: (dataset?.samples ?? []).filter(isLabelled), strangers: await strangersIn(unknown, options) };
  const pictures = samples.own.length + samples.strangers.length;
  const { bundle, session } = await openWholeBundleSession(path, { ...options, pictures });
  try {
    const { parts, skipped } = await embedParts(session, samples);
    const own = using === undefined ? null : unseen(bundle, labelledOnly(parts.own), warn);
    if (own) requireUsable(own, using ?? '');
    if (unknown !== undefined) requireSome({ ...parts.strangers, skipped });
    return {
      fingerprint: session.fingerprint,
      own: own && (await inScenes(own, session.product)),
      strangers: unknown === undefined ? null : parts.strangers,
      skipped,
    };
  } finally {
    await session.close();
  }
}

/** The pictures that the bundle knows the class of, and did not learn from or select on. */
function unseen(bundle: Bundle, pictures: Embedded, warn: WorkOptions['warn']): Embedded {
  const seen = seenPictures(bundle);
  const known = new Set((bundle.gallery?.entries ?? []).map(({ label }) => label));
  const all = [...pictures.samples.keys()];
  const isKnown = (index: number) => known.has(pictures.samples[index].label ?? '');
  const left = all.filter((index) => isKnown(index) && !seen.has(pictures.hashes[index]));
  const learned = all.filter((index) => isKnown(index) && seen.has(pictures.hashes[index])).length;
  const others = all.length - left.length - learned;
  if (learned > 0) warn?.(`left out ${counted(learned, 'picture')} that the bundle learned from or selected on`);
  if (others > 0) warn?.(`left out ${counted(others, 'picture')} of classes that are not enrolled`);
  return subset(pictures, left);
}

function requireUsable({ samples }: Embedded, using: string): void {
  if (samples.length > 0) return;
  throw new DiscernError('too-few', `no picture of ${using} can calibrate the bundle`, {
    given: `${using}, without a picture of an enrolled class that the bundle has not seen`,
    expected: 'labelled pictures of enrolled classes, from which nothing was learned',
    todo: 'give other pictures, or leave --using out: scenes of the enrolled pictures are then held out',
  });
}

/** Near duplicates of a class are one scene, where the data set gives no groups. */
async function inScenes(pictures: Embedded, product: Product): Promise<Embedded> {
  if (pictures.samples.some(({ group }) => group !== null)) return pictures;
  const labels = pictures.samples.map(({ label }) => label);
  const scenes = await nearDuplicateClusters(pictures.embeddings, labels, product);
  return { ...pictures, samples: pictures.samples.map((one, i) => ({ ...one, group: `scene ${scenes[i]}` })) };
}

/** Given pictures as the deployed bundle scores them, and for what was not given what class folds say. */
async function carrying(bundle: Bundle, kept: KeptEvidence, { own, strangers }: Given, product: Product) {
  const score = await pictureScorer(bundle, product);
  const clusters = strangers && (await inClusters(strangers, product));
  return {
    own: own ? await score(own, { asStrangers: false }) : kept.own,
    strangers: clusters ? await score(clusters, { asStrangers: true }) : kept.strangers,
    strangersFrom: clusters ? ('given' as const) : kept.strangersFrom,
  };
}

/** Strangers whose label is their cluster of near duplicates: pictures of one thing stand for one stranger. */
async function inClusters(strangers: Embedded, product: Product): Promise<Embedded> {
  const none = strangers.samples.map(() => '');
  const clusters = await nearDuplicateClusters(strangers.embeddings, none, product);
  const samples = strangers.samples.map((sample, i) => ({ ...sample, label: `\u0000stranger ${clusters[i]}` }));
  return { ...strangers, samples };
}

function fittedAnew(path: string): DiscernError {
  return new DiscernError('fingerprint', `${path} was fitted with another network meanwhile`, {
    given: 'pictures embedded by the network that it had before',
    expected: 'the network that it has now',
    todo: `calibrate it once more: discern calibrate ${shellWord(path)}`,
  });
}
