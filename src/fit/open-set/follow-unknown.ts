import type { Bundle, KeptEvidence } from '../../bundle/bundle.ts';
import { enrolledClasses } from '../../bundle/export-metadata.ts';
import { galleryContents } from '../../bundle/kept-evidence.ts';
import type { ScoredPicture } from '../../calibrate/open-set/evidence.ts';
import type { Classifier } from '../../classify/classifier.ts';
import { cohortMeans } from '../../gallery/cohort-means.ts';
import { enrolledOf } from '../../gallery/enrolled-of.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import type { Threshold } from '../../gallery/threshold.ts';
import type { Product } from '../../linalg/product.ts';
import { mean } from '../../metrics/mean.ts';

/** A change of a gallery, as far as what is unknown depends on it. */
export type UnknownChange = {
  /** The present name of a class. */
  readonly nameNow: (label: string) => string;
  /** Whether nothing but names has changed. */
  readonly isNamesAlone: boolean;
};

/**
 * The bundle after a change, with the thresholds of the one before it. New classes get a limit that is comparable with
 * those of the others. A promise lapses, unless names alone have changed: it was made for other classes.
 */
export async function followUnknown(
  before: Bundle,
  after: Bundle,
  { nameNow, isNamesAlone }: UnknownChange,
  product: Product,
): Promise<Bundle> {
  const { openSet, answering } = before;
  const unknown = before.classifier?.unknown;
  const followed = (threshold: Threshold) => (isNamesAlone ? threshold : lapsed(threshold));
  const gallery = after.gallery && (await withLimits(after.gallery, { nameNow, followed }, product));
  const { openSet: _, ...changed } = after;
  const evidence = openSet && gallery && (await followedEvidence(openSet, { before, gallery, nameNow, isNamesAlone }));
  return {
    ...changed,
    gallery,
    classifier: after.classifier && withUnknown(after.classifier, unknown, followed),
    ...(answering && { answering: { ...answering, threshold: followed(answering.threshold) } }),
    ...(evidence && { openSet: evidence }),
  };
}

/**
 * The evidence under present names, without pictures of classes that are no longer there, and without strangers of
 * classes that were merged with their nearest one. It stays evidence of the gallery it was measured with.
 */
async function followedEvidence(
  openSet: KeptEvidence,
  { before, gallery, nameNow, isNamesAlone }: UnknownChange & { readonly before: Bundle; readonly gallery: Gallery },
): Promise<KeptEvidence | null> {
  const enrolled = new Set(enrolledClasses(gallery.entries));
  const renamed = (picture: ScoredPicture): ScoredPicture => ({
    ...picture,
    label: nameNow(picture.label),
    gallery: picture.gallery && { ...picture.gallery, best: nameNow(picture.gallery.best) },
    classifier: picture.classifier && { ...picture.classifier, best: nameNow(picture.classifier.best) },
  });
  const isThere = ({ label, gallery: near, classifier }: ScoredPicture) =>
    [label, near?.best, classifier?.best].every((name) => name === undefined || enrolled.has(name));
  const own = openSet.own.map(renamed).filter(isThere);
  const strangers = openSet.strangers.map(renamed).filter(isThere);
  const apart = strangers.filter(
    ({ label, gallery: near, classifier }) => ![near?.best, classifier?.best].includes(label),
  );
  if (own.length === 0 || apart.length === 0) return null;
  const wasCurrent = before.gallery !== null && openSet.of === (await galleryContents(before.gallery));
  const of = isNamesAlone && wasCurrent ? await galleryContents(gallery) : openSet.of;
  return { ...openSet, own, strangers: apart, of };
}

function withUnknown(
  classifier: Classifier,
  unknown: Classifier['unknown'],
  followed: (threshold: Threshold) => Threshold,
): Classifier {
  if (!unknown) return classifier;
  const threshold = followed(unknown.threshold);
  return classifier.unknown?.threshold === threshold
    ? classifier
    : { ...classifier, unknown: { ...unknown, threshold } };
}

function lapsed(threshold: Threshold): Threshold {
  return threshold.promise ? { ...threshold, promise: { ...threshold.promise, lapsed: true } } : threshold;
}

/** The gallery with a limit for each of its classes, where classes have limits of their own. */
async function withLimits(
  gallery: Gallery,
  { nameNow, followed }: Pick<UnknownChange, 'nameNow'> & { followed: (threshold: Threshold) => Threshold },
  product: Product,
): Promise<Gallery> {
  const { byClass, cohort: part = 0, ...threshold } = followed(gallery.threshold);
  if (!byClass || gallery.entries.length === 0) return { ...gallery, threshold: followed(gallery.threshold) };
  const { classes } = enrolledOf(gallery);
  const before = new Map(Object.entries(byClass).map(([label, limit]) => [nameNow(label), limit]));
  const cohort = await cohortMeans(gallery, product);
  const kept = classes.flatMap((label, c) => {
    const limit = before.get(label);
    return limit === undefined ? [] : [limit - part * cohort[c]];
  });
  const common = kept.length > 0 ? mean(kept) : threshold.value - part * mean(cohort);
  const limits = classes.map((label, c) => [label, before.get(label) ?? common + part * cohort[c]] as const);
  return { ...gallery, threshold: { ...threshold, cohort: part, byClass: Object.fromEntries(limits) } };
}
