import { whole } from '../base/figures.ts';
import { byCodePoint } from '../base/hash.ts';
import { type Matrix, matrix, takeRows } from '../base/matrix.ts';
import type { Bundle } from '../bundle/bundle.ts';
import { enrolledClasses } from '../bundle/export-metadata.ts';
import { staleClasses } from '../bundle/stale.ts';
import { withGallery } from '../bundle/with-gallery.ts';
import { withoutClasses, withRelabelledClasses } from '../classify/classes.ts';
import type { Classifier } from '../classify/classifier.ts';
import { firstFew } from '../data/first-few.ts';
import type { Entry, Gallery } from '../gallery/gallery.ts';
import type { LabelledEmbeddings } from '../spaces/projection-fit.ts';
import { type ChosenHead, chosenHead } from './chosen-head.ts';
import { headWithoutValidation } from './head-candidates.ts';
import { labelled } from './labelled.ts';
import { type HeadTools, learnHead, workOfHead } from './learn-head.ts';
import { updatedHead } from './updated-head.ts';

/** A change of a bundle's gallery. */
export type GalleryChange = {
  /** The gallery afterwards. */
  readonly gallery: Gallery;
  /** Classes that have another name now, old to new; two with one new name have become one. Absent: none. */
  readonly renamed?: ReadonlyMap<string, string>;
  /** A class that is to be known no more, be it enrolled or known to the classifier alone. Absent: none. */
  readonly forgotten?: string;
};

/** A bundle whose gallery has changed. */
export type Followed = {
  readonly bundle: Bundle;
  /** How the classifier has changed; null where it has not. */
  readonly by: 'learning' | 'closed-form' | null;
  /** What a person should know. */
  readonly remarks: readonly string[];
};

/** Operations beyond which the head is not learned again but computed: some seconds on 2 cores (see work.ts). */
export const mostWork = 1e11;

/**
 * Puts a changed gallery into a bundle and brings the classifier to its classes, without the pictures. It learns the head
 * that `fit` chose again from the embeddings that the bundle keeps; where that would take more than `mostWork`, it computes
 * the rows of the classes that changed. With fewer than two classes there is no classifier; a second class brings it back.
 * A bundle without embeddings, as older versions made them, only loses and renames classes. Throws what withGallery throws.
 */
export async function followGallery(before: Bundle, change: GalleryChange, tools: HeadTools): Promise<Followed> {
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
  const remarks = before.classifier ? [] : [`the classifier is back: it knows ${whole(classes.length)} classes`];
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

/** The head of the choice, learned from what is enrolled; null where that is dear, or its space cannot be fitted. */
async function learnedAgain(
  chosen: ChosenHead | null,
  enrolled: Enrolled,
  tools: HeadTools,
): Promise<Classifier | null> {
  const classes = enrolledClasses(enrolled.entries).length;
  if (chosen === null || workOfHead(chosen, enrolled.embeddings, classes, chosen.epochs) > mostWork) return null;
  const stage = 'learning the classifier again';
  tools.progress?.({ stage, done: 0, total: 1 });
  const limits = { heldOut: null, stopAfter: chosen.epochs };
  const learned = await learnHead(chosen, inOneOrder(enrolled), limits, tools);
  tools.progress?.({ stage, done: 1, total: 1 });
  return learned && { ...learned.classifier, temperature: chosen.temperature };
}

/** A classifier by the nearest class mean, which can always be computed. */
async function atMeans(chosen: ChosenHead | null, enrolled: Enrolled, tools: HeadTools): Promise<Classifier | null> {
  const spec = { ...headWithoutValidation, learningRate: 0 };
  const learned = await learnHead(spec, inOneOrder(enrolled), { heldOut: null }, tools);
  return learned && { ...learned.classifier, temperature: chosen?.temperature ?? 1 };
}

/**
 * The classifier with the new names and without the classes that nothing is enrolled of any more. Where fewer than two
 * would be left it keeps them: they cannot come back where no embeddings are kept.
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

/** Whether more has changed than names: pictures of classes, or two classes that became one. */
function needsLearning(
  { gallery, classifier }: Pick<Bundle, 'gallery' | 'classifier'>,
  change: GalleryChange,
): boolean {
  const [before, after] = [gallery?.entries ?? [], change.gallery.entries];
  if (classifier === null || before.length !== after.length) return true;
  if (before.some((entry, i) => entry.id !== after[i].id || nameNow(entry.label, change) !== after[i].label))
    return true;
  return enrolledClasses(before).length !== enrolledClasses(after).length;
}

/** Whether whole classes are gone, from the classifier, too, and nothing else has changed. */
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

/** Ordered by content: the same pictures teach the same, in whatever order they were enrolled. */
function inOneOrder({ entries, embeddings }: Enrolled): LabelledEmbeddings {
  const keys = entries.map(({ hash, label }) => `${hash} ${label}`);
  const order = [...entries.keys()].sort((a, b) => byCodePoint(keys[a], keys[b]));
  const samples = order.map((index) => ({ ...entries[index], part: null, group: null }));
  return labelled({ samples, embeddings: takeRows(embeddings, order) });
}

/** Said once, when a second class comes. */
function neverFitted(before: Bundle, { gallery }: GalleryChange): string[] {
  const [was, is] = [before.gallery?.entries ?? [], gallery.entries].map((entries) => enrolledClasses(entries).length);
  if (was > 1 || is < 2) return [];
  return ['this bundle was fitted without a classifier, and enrolling makes none: fit again for one'];
}

function tooFewClasses(classes: readonly string[]): string[] {
  const left = classes.length === 0 ? 'no class is left' : `only ${classes[0]} is left`;
  return [`${left}, so there is no classifier until pictures of two classes are enrolled`];
}

function cannotLearn(bundle: Pick<Bundle, 'classifier' | 'gallery'>): string[] {
  const { missing = [], forgotten = [] } = staleClasses(bundle) ?? {};
  const why = 'this bundle, made by an older version, keeps no embeddings to learn from';
  if (bundle.classifier === null)
    return [`the classifier would know one class alone and is gone, as ${why}: fit again`];
  return [
    `the classifier has not learned this change, as ${why}: fit again`,
    ...(missing.length > 0 ? [`the classifier does not know ${firstFew(missing)}`] : []),
    ...(forgotten.length > 0 ? [`the classifier still names ${firstFew(forgotten)}`] : []),
  ];
}
