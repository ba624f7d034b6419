import { DiscernError } from '../../base/error.ts';
import { counted } from '../../base/figures.ts';
import { type Matrix, takeRows } from '../../base/matrix.ts';
import type { Bundle } from '../../bundle/bundle.ts';
import { classesOf } from '../../data/classes-of.ts';
import { firstFew } from '../../data/first-few.ts';
import type { HeadTools } from '../../fit/classifier/learn-head.ts';
import { followGallery } from '../../fit/follow-gallery.ts';
import { enrol, entryKey } from '../../gallery/enrol.ts';
import type { Entry, Gallery } from '../../gallery/gallery.ts';
import { relabel } from '../../gallery/relabel.ts';
import { readBundle } from '../bundles/bundle-files.ts';

/** What `fit` does with pictures that were enrolled or relabelled by hand, when it replaces their bundle. */
export type EnrolledFate = 'keep' | 'drop';

/** What people have changed in a bundle's gallery by hand since it was fitted. */
export type MadeByHand = {
  readonly enrolled: readonly Entry[];
  /** Pictures that `fit` learned from and that have another label now. */
  readonly relabelled: readonly Entry[];
  /** [N, D], first of the enrolled, then of the relabelled pictures; null where the bundle keeps no embeddings. */
  readonly embeddings: Matrix | null;
  /** Fingerprint of the embedder that made the embeddings. */
  readonly fingerprint: string;
};

/** What people have changed by hand in the bundle at `path`; null where there is no bundle or no change. */
export async function madeByHandAt(path: string): Promise<MadeByHand | null> {
  const bundle = await readBundle(path).catch((thrown: unknown) => {
    // From a bundle that cannot be read nothing can be kept. Writing the new one reports what is wrong.
    if (thrown instanceof DiscernError) return null;
    throw thrown;
  });
  return bundle && madeByHand(bundle);
}

/**
 * What people have changed by hand in a bundle. Older versions marked no entry; there it is the entries that `fit` did
 * not see under their label.
 */
export function madeByHand({ gallery, classifier, provenance, fingerprint }: Bundle): MadeByHand | null {
  const { entries, embeddings } = gallery ?? { entries: [] };
  const [learned, classes] = [new Set(provenance.pictures), classifier && new Set(classifier.classes)];
  const isStrange = ({ hash, label }: Entry) => !learned.has(hash) || classes?.has(label) === false;
  const isEnrolled = (entry: Entry) => entry.enrolled ?? (embeddings === undefined && isStrange(entry));
  const where = (isWanted: (entry: Entry) => boolean) =>
    entries.flatMap((entry, index) => (isWanted(entry) ? [index] : []));
  const [enrolled, relabelled] = [where(isEnrolled), where(({ was }) => was !== undefined)];
  const indices = [...enrolled, ...relabelled];
  if (indices.length === 0) return null;
  return {
    enrolled: enrolled.map((index) => entries[index]),
    relabelled: relabelled.map((index) => entries[index]),
    fingerprint,
    embeddings: embeddings ? takeRows(embeddings, indices) : null,
  };
}

/** The changes in words: `3 pictures of new, enrolled since it was fitted`. */
export function inWords({ enrolled, relabelled }: MadeByHand): string {
  const asSamples = (entries: readonly Entry[]) => entries.map((entry) => ({ ...entry, part: null, group: null }));
  const all = [
    { entries: enrolled, done: 'enrolled' },
    { entries: relabelled, done: 'relabelled' },
  ].filter(({ entries }) => entries.length > 0);
  const parts = all.map(
    ({ entries, done }) =>
      `${counted(entries.length, 'picture')} ${done} by hand (${firstFew(classesOf(asSamples(entries)))})`,
  );
  return parts.join(' and ');
}

/** The error of a fit over a bundle that was changed by hand, where no option says what to do with the changes. */
export function wouldBeLost(made: MadeByHand, path: string): DiscernError {
  return new DiscernError('misused', `replacing the bundle ${path} would remove ${inWords(made)}`, {
    given: `--out ${path}, which holds ${inWords(made)}`,
    expected: '--keep-enrolled or --drop-enrolled',
    todo: 'add --keep-enrolled to keep them in the new bundle, or --drop-enrolled to remove them',
  });
}

/** Throws where the changes cannot be kept with a network of that fingerprint. */
export function requireKeepable(made: MadeByHand, fingerprint: string, path: string): void {
  const isOther = made.fingerprint !== fingerprint;
  if (made.enrolled.length === 0 || (!isOther && made.embeddings !== null)) return;
  const why = isOther ? 'they were embedded by another network' : 'an older version kept no embeddings of them';
  throw new DiscernError('fingerprint', `${path}: the pictures enrolled by hand cannot be kept: ${why}`, {
    given: `${path}, which holds ${inWords(made)}`,
    expected: isOther ? `embeddings of the network ${fingerprint}` : 'embeddings in the bundle',
    todo: 'fit with --drop-enrolled (or to another --out), then enrol the pictures again',
  });
}

/**
 * The bundle with the changes that were made by hand to another one, and its classifier updated. Pictures enrolled by
 * hand stay marked as such, also where the fit learned from them. A relabelled picture that the fit left out, or did
 * not see, is enrolled under the label that a person gave it.
 */
export async function withMadeByHand(bundle: Bundle, made: MadeByHand, tools: HeadTools): Promise<Bundle> {
  if (bundle.gallery === null) return bundle;
  const labels = new Map(made.relabelled.map(({ hash, was = '', label }) => [entryKey({ hash, label: was }), label]));
  const { gallery } = relabel(bundle.gallery, (entry) => labels.get(entryKey(entry)) ?? entry.label);
  const grown = await withEntries(gallery, made, bundle.fingerprint, tools);
  return (await followGallery(bundle, { gallery: grown }, tools)).bundle;
}

async function withEntries(
  gallery: Gallery,
  { enrolled, relabelled, embeddings, fingerprint }: MadeByHand,
  current: string,
  { product }: HeadTools,
): Promise<Gallery> {
  if (embeddings === null || fingerprint !== current) return gallery;
  const enrolments = [...enrolled, ...relabelled].map(({ id, ...entry }) => entry);
  const byHand = new Set(enrolled.map(entryKey));
  const grown = await enrol(gallery, enrolments, embeddings, product);
  const entries = grown.entries.map((entry) =>
    byHand.has(entryKey(entry)) ? { ...entry, enrolled: true as const } : entry,
  );
  return { ...grown, entries };
}
