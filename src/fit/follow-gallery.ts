import { formatCount } from '../base/figures.ts';
import { byCodePoint } from '../base/hash.ts';
import { type Matrix, matrix, takeRows } from '../base/matrix.ts';
import type { Bundle } from '../bundle/bundle.ts';
import { classDifference } from '../bundle/class-difference.ts';
import { enrolledClasses } from '../bundle/export-metadata.ts';
import { withGallery } from '../bundle/with-gallery.ts';
import { withoutClasses, withRelabelledClasses } from '../classify/classes.ts';
import type { Classifier } from '../classify/classifier.ts';
import { firstFew } from '../data/first-few.ts';
import type { Entry, Gallery } from '../gallery/gallery.ts';
import type { LabelledEmbeddings } from '../spaces/projection-fit.ts';
import { type ChosenHead, chosenHead } from './classifier/chosen-head.ts';
import { headWithoutValidation } from './classifier/head-candidates.ts';
import { type HeadTools, learnHead, workOfHead } from './classifier/learn-head.ts';
import { updatedHead } from './classifier/updated-head.ts';
import { labelled } from './labelled.ts';
import { followUnknown } from './open-set/follow-unknown.ts';

/** A change of a bundle's gallery. */
export type GalleryChange = {
  /** The gallery afterwards. */
  readonly gallery: Gallery;
  /** Renamed classes, old name to new; two classes with one new name were merged. Default: none. */
  readonly renamed?: ReadonlyMap<string, string>;
  /** A class to remove, whether enrolled or known only to the classifier. Default: none. */
  readonly forgotten?: string;
};

/** A bundle with the changed gallery and the updated classifier. */
export type Followed = {
  readonly bundle: Bundle;
  /** How the classifier was updated; null if it did not change. */
  readonly by: 'learning' | 'closed-form' | null;
  /** Notes for the user. */
  readonly remarks: readonly string[];
};

/** The limit of operations for training the head again: some seconds on 2 cores (see work.ts). */
export const maxWork = 1e11;

/**
 * Puts a changed gallery into a bundle and updates the classifier to its classes, without the pictures. It trains the
 * head that `fit` chose again on the embeddings stored in the bundle; if that takes more than `maxWork` operations, it
 * computes the weights of the changed classes in closed form. With fewer than two classes there is no classifier; it
 * returns with the second class. A bundle of an older version, without embeddings, can only lose and rename classes.
 * Throws what withGallery throws.
 */
export async function followGallery(before: Bundle, change: GalleryChange, tools: HeadTools): Promise<Followed> {
  const { bundle: after, by, remarks } = await followedBy(before, change, tools);
  const isNamesAlone = changesNamesAlone(before, change);
  const how = { nameNow: (label: string) => nameNow(label, change), isNamesAlone };
  const bundle = await followUnknown(before, after, how, tools.product);
  const promise = before.gallery?.threshold.promise;
  const hasLapsed = promise !== undefined && !promise.lapsed && !isNamesAlone;
  return { bundle, by, remarks: hasLapsed ? [...remarks, promiseLapsed] : remarks };
}

const promiseLapsed =
  'the promise of the thresholds was made for the classes before this change and no longer holds: calibrate again';

async function followedBy(before: Bundle, change: GalleryChange, tools: HeadTools): Promise<Followed> {
  const { gallery } = change;
  const bundle = withGallery(before, gallery);
  const chosen = chosenHead(before);
  if (before.classifier === null && chosen === null) return { bundle, by: null, remarks: neverFitted(before, change) };
  const classifier = before.classifier && withChangedNames(before.classifier, before, change);
  const followed = (next: Classifier | null, remarks: readonly string[], by: Followed['by'] = 'closed-form') => ({
    bundle: { ...bundle, classifier: next },
    by: next === before.classifier ? null : by,
    remarks,
  });
  if (!needsLearning(before, change)) return followed(classifier, []);
  const { embeddings } = gallery;
  if (embeddings === undefined)
    return followed(
      classifier,
      onlyLostClasses(before, change, classifier) ? [] : cannotLearn({ classifier, gallery }),
    );
  const classes = enrolledClasses(gallery.entries);
  if (classes.length < 2) return followed(null, before.classifier ? tooFewClasses(classes) : []);
  const remarks = before.classifier
    ? []
    : [`there is a classifier again: it knows ${formatCount(classes.length)} classes`];
  const learned = await learnedAgain(chosen, { ...gallery, embeddings }, { ...tools, seed: before.provenance.seed });
  if (learned) return followed(learned, remarks, 'learning');
  if (classifier === null) return followed(await atMeans(chosen, { ...gallery, embeddings }, tools), remarks);
  const earlier = {
    entries: (before.gallery?.entries ?? []).map((entry) => ({ ...entry, label: nameNow(entry.label, change) })),
    embeddings: before.gallery?.embeddings ?? matrix(0, embeddings.columns),
  };
  return followed(await updatedHead(classifier, earlier, { ...gallery, embeddings }, tools.product), remarks);
}

/** Enrolled pictures with their embeddings [N, D]. */
type Enrolled = { readonly entries: readonly Entry[]; readonly embeddings: Matrix };

/** The chosen head, trained on the enrolled pictures; null if that is too much work, or its space cannot be fitted. */
async function learnedAgain(
  chosen: ChosenHead | null,
  enrolled: Enrolled,
  tools: HeadTools,
): Promise<Classifier | null> {
  const classes = enrolledClasses(enrolled.entries).length;
  if (chosen === null || workOfHead(chosen, enrolled.embeddings, classes, chosen.epochs) > maxWork) return null;
  const stage = 'learning the classifier again';
  tools.progress?.({ stage, done: 0, total: 1 });
  const limits = { heldOut: null, stopAfter: chosen.epochs };
  const learned = await learnHead(chosen, inOneOrder(enrolled), limits, tools);
  tools.progress?.({ stage, done: 1, total: 1 });
  return learned && { ...learned.classifier, temperature: chosen.temperature };
}

/** A classifier by the nearest class mean, which is always possible. */
async function atMeans(chosen: ChosenHead | null, enrolled: Enrolled, tools: HeadTools): Promise<Classifier | null> {
  const spec = { ...headWithoutValidation, learningRate: 0 };
  const learned = await learnHead(spec, inOneOrder(enrolled), { heldOut: null }, tools);
  return learned && { ...learned.classifier, temperature: chosen?.temperature ?? 1 };
}

/**
 * The classifier with the new names and without classes that have no enrolled pictures left. It keeps all classes if
 * fewer than two would remain: without stored embeddings they could not come back.
 */
function withChangedNames(classifier: Classifier, { gallery }: Bundle, change: GalleryChange): Classifier | null {
  const before = gallery?.entries ?? [];
  const named = classifier.classes.some((label) => nameNow(label, change) !== label)
    ? withRelabelledClasses(classifier, (label) => nameNow(label, change), picturesOf(before))
    : classifier;
  if (named.classes.length < 2) return null;
  const enrolled = new Set(change.gallery.entries.map(({ label }) => label));
  const gone = new Set(before.map(({ label }) => nameNow(label, change)).filter((label) => !enrolled.has(label)));
  if (change.forgotten !== undefined) gone.add(change.forgotten);
  if (!named.classes.some((label) => gone.has(label))) return named;
  const left = withoutClasses(named, (label) => gone.has(label));
  return left.classes.length < 2 ? named : left;
}

/** Whether every enrolled picture is as before, but for the names of classes, and no two classes were merged. */
function changesNamesAlone({ gallery }: Pick<Bundle, 'gallery'>, change: GalleryChange): boolean {
  const [before, after] = [gallery?.entries ?? [], change.gallery.entries];
  if (before.length !== after.length) return false;
  if (before.some(({ id, label }, i) => id !== after[i].id || nameNow(label, change) !== after[i].label)) return false;
  return enrolledClasses(before).length === enrolledClasses(after).length;
}

/** Whether more than names has changed: the pictures of classes, or two classes were merged. */
function needsLearning(
  { gallery, classifier }: Pick<Bundle, 'gallery' | 'classifier'>,
  change: GalleryChange,
): boolean {
  return classifier === null || !changesNamesAlone({ gallery }, change);
}

/** Whether the only change is that whole classes were removed, also from the classifier. */
function onlyLostClasses({ gallery }: Bundle, change: GalleryChange, classifier: Classifier | null): boolean {
  const enrolled = new Set(change.gallery.entries.map(({ label }) => label));
  const kept = (gallery?.entries ?? []).filter(({ label }) => enrolled.has(nameNow(label, change)));
  const isLeft = classifier?.classes.some((label) => label === change.forgotten);
  return !isLeft && !needsLearning({ gallery: gallery && { ...gallery, entries: kept }, classifier }, change);
}

function nameNow(label: string, { renamed }: GalleryChange): string {
  return renamed?.get(label) ?? label;
}

function picturesOf(entries: readonly Entry[]): (label: string) => number {
  const counts = new Map<string, number>();
  for (const { label } of entries) counts.set(label, (counts.get(label) ?? 0) + 1);
  return (label) => counts.get(label) ?? 0;
}

/** Sorted by content, so that the order of enrolment does not change the training. */
function inOneOrder({ entries, embeddings }: Enrolled): LabelledEmbeddings {
  const keys = entries.map(({ hash, label }) => `${hash} ${label}`);
  const order = [...entries.keys()].sort((a, b) => byCodePoint(keys[a], keys[b]));
  const samples = order.map((index) => ({ ...entries[index], part: null, group: null }));
  return labelled({ samples, embeddings: takeRows(embeddings, order) });
}

/** A remark for a bundle without a classifier, given once, when the second class is enrolled. */
function neverFitted(before: Bundle, { gallery }: GalleryChange): string[] {
  const [was, is] = [before.gallery?.entries ?? [], gallery.entries].map((entries) => enrolledClasses(entries).length);
  if (was > 1 || is < 2) return [];
  return ['this bundle was fitted without a classifier, and enrolling does not add one: run fit again to get one'];
}

function tooFewClasses(classes: readonly string[]): string[] {
  const left = classes.length === 0 ? 'no class is left' : `only ${classes[0]} is left`;
  return [`${left}, so there is no classifier until pictures of two classes are enrolled`];
}

function cannotLearn(bundle: Pick<Bundle, 'classifier' | 'gallery'>): string[] {
  const { missing = [], forgotten = [] } = classDifference(bundle) ?? {};
  const why = 'this bundle was made by an older version and stores no embeddings to train on';
  if (bundle.classifier === null)
    return [`the classifier was removed, as only one class is left and ${why}: run fit again`];
  return [
    `the classifier was not updated, as ${why}: run fit again`,
    ...(missing.length > 0 ? [`the classifier does not know ${firstFew(missing)}`] : []),
    ...(forgotten.length > 0 ? [`the classifier still names ${firstFew(forgotten)}`] : []),
  ];
}
