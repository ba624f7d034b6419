import { DiscernError } from '../base/error.ts';
import { counted, whole } from '../base/figures.ts';
import { throwIfAborted, type Watch } from '../base/progress.ts';
import type { Classifier } from '../classify/classifier.ts';
import { classesOf, isLabelled } from '../data/classes-of.ts';
import type { Embedded } from '../data/embedded.ts';
import type { Gallery } from '../gallery/gallery.ts';
import type { NearestMeanTools } from '../train/nearest-mean.ts';
import { cleanLabels, type PictureLabelScore, type SuspectPicture } from './clean-labels.ts';
import { type ClassifierChoice, fitClassifier } from './fit-classifier.ts';
import { fitGallery, type GalleryChoice } from './fit-gallery.ts';
import { type Held, holdOut, unseenPart } from './hold-out.ts';
import { labelledOnly } from './labelled.ts';
import { heldOutOf, maxHeldOut } from './selection-pictures.ts';
import { suspectsInWords } from './suspects-in-words.ts';
import { usableVal } from './usable-val.ts';

/** What to learn from. */
export type FitTask = {
  readonly train: Embedded;
  /** The pictures that the data set gives to select on; null: a fifth of train is held out, and learned from at last. */
  readonly val: Embedded | null;
  /** The share of train that is held out where no `val` is given, 0..1; absent: a fifth. */
  readonly share?: number;
  readonly approach: 'both' | 'classifier' | 'gallery';
  /** Of the embedder. */
  readonly fingerprint: string;
  /** Whether the embedder itself has learned from a picture, by its SHA-256: no fair judge. Absent: from none. */
  readonly seen?: (hash: string) => boolean;
  /** Whether labels that look wrong are learned from like the others. Absent: they are left out. */
  readonly keepSuspects?: boolean;
};

/** With what to learn. */
export type FitTools = Watch & NearestMeanTools;

/** Both approaches, learned and selected on the same pictures. */
export type Fitted = {
  readonly classifier: Classifier | null;
  readonly gallery: Gallery | null;
  /** What validation picked. */
  readonly chosen: { readonly classifier: ClassifierChoice | null; readonly gallery: GalleryChoice | null };
  /** The scores it picked by, on pictures that the candidates had not learned from. */
  readonly validation: {
    readonly classifier: ClassifierChoice['validation'];
    readonly gallery: GalleryChoice['validation'];
  };
  /** How many pictures were learned from and selected on; a fifth that was held out counts as val. */
  readonly split: { readonly train: number; readonly val: number; readonly test: number };
  readonly seconds: { readonly classifier: number; readonly gallery: number };
  /** SHA-256 of every picture learned or selected on, sorted. */
  readonly hashes: readonly string[];
  /** Pictures of train that were left out because their label looks wrong, the surest first. */
  readonly suspects: readonly SuspectPicture[];
  /** Every labelled picture of train, the most suspicious label first. */
  readonly labelScores: readonly PictureLabelScore[];
  /** Labels of a given `val` that train lacks: their pictures choose nothing. */
  readonly unseenLabels: readonly string[];
  /** Pictures of a given `val` that train has byte for byte: they choose nothing. */
  readonly seen: number;
  /** What a person should know. */
  readonly remarks: readonly string[];
};

/**
 * Learns the wanted approaches from embedded pictures. Pictures without a label are left out, and those of train whose
 * label looks wrong. With one class there is only a gallery, with a remark. The same pictures and seed give the same bytes.
 * Throws `empty` where no picture has a label, `interrupted` when the signal is aborted.
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
    throwIfAborted(tools.signal); // in words of this work, not of a head's or a metric's training
    throw thrown;
  });
}

async function bothFitted(task: FitTask, tools: FitTools): Promise<Fitted> {
  const { train, approach, fingerprint, seen = () => false, keepSuspects = false } = task;
  const given = labelledOnly(train);
  if (given.samples.length === 0) throw nothingToLearn(train);
  const usable = task.val && usableVal(task.val, given);
  const val = usable?.val ?? null;
  const { kept: known, suspects, labelScores } = await cleanLabels(given, { ...tools, keepSuspects });
  tools.progress?.({ stage: 'holding out whole scenes', done: 0 });
  const held = val === null ? await fairlyHeld(known, task, tools) : { train: known, val };
  const validated = { train: held.train, val: heldOutOf(held, tools.seed) };
  const learned = val === null ? known : held.train;
  const single = classesOf(learned.samples).length < 2;
  const gallery = await timed(
    approach === 'classifier' && !single ? null : () => fitGallery(validated, learned, { ...tools, fingerprint }),
  );
  const classifier = await timed(
    approach === 'gallery' || single ? null : () => fitClassifier(validated, learned, tools),
  );
  const chosen = { classifier: classifier.value?.chosen ?? null, gallery: gallery.value?.chosen ?? null };
  return {
    classifier: classifier.value?.classifier ?? null,
    gallery: gallery.value?.gallery ?? null,
    chosen,
    validation: { classifier: chosen.classifier?.validation ?? null, gallery: chosen.gallery?.validation ?? null },
    split: { train: held.train.samples.length, val: held.val.samples.length, test: 0 },
    seconds: { classifier: classifier.seconds, gallery: gallery.seconds },
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
      ...remarksOnFairness(validated.val, seen),
    ],
  };
}

/** Pictures to select on: those that the embedder has not learned from, where it has spared some. */
async function fairlyHeld(known: Embedded, { seen, share }: FitTask, { seed, product }: FitTools): Promise<Held> {
  return (seen && unseenPart(known, seen)) ?? holdOut(known, seed, product, share);
}

/** What is thrown where no picture has a label: `empty`. */
export function nothingToLearn({ samples }: Pick<Embedded, 'samples'>): DiscernError {
  return new DiscernError('empty', 'there is nothing to learn from', {
    given: `${counted(samples.length, 'picture')}, none of them with a label`,
    expected: 'at least one picture with a label',
    todo: 'put pictures into folders named for their classes, or give their labels in a table',
  });
}

function remarksOnTrain({ samples }: Embedded, withoutClassifier: boolean): string[] {
  const unlabelled = samples.filter((sample) => !isLabelled(sample)).length;
  return [
    ...(unlabelled > 0 ? [`left out ${counted(unlabelled, 'picture')} without a label`] : []),
    ...(withoutClassifier ? ['one class: there is nothing to classify between, so only the gallery was built'] : []),
  ];
}

function remarksOnHeldOut({ val }: Held, heldOut: Embedded): string[] {
  return [
    ...(heldOut.samples.length > 0 && heldOut.samples.length < val.samples.length
      ? [`chose by ${whole(maxHeldOut)} of ${whole(val.samples.length)} pictures, drawn by seed`]
      : []),
    ...(heldOut.samples.length === 0
      ? ['no picture could be held out to choose on: give every class two pictures or more']
      : []),
  ];
}

function remarksOnFairness({ hashes }: Embedded, seen: (hash: string) => boolean): string[] {
  const learned = hashes.filter(seen).length;
  if (learned === 0) return [];
  const share = `${whole(learned)} of the ${whole(hashes.length)} pictures that choose`;
  return [`the network itself has learned from ${share}: validation flatters, and thresholds are too strict`];
}

async function timed<T>(
  work: (() => Promise<T>) | null,
): Promise<{ readonly value: T | null; readonly seconds: number }> {
  const start = performance.now();
  const value = work && (await work());
  return { value, seconds: (performance.now() - start) / 1000 };
}
