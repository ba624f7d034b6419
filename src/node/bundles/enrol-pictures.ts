import { dirname } from 'node:path';
import { DiscernError, type ErrorJson } from '../../base/error.ts';
import { counted } from '../../base/figures.ts';
import type { Bundle } from '../../bundle/bundle.ts';
import { isLabelled } from '../../data/classes-of.ts';
import type { LabelledSample } from '../../data/dataset.ts';
import { requireSome, type Skipped } from '../../data/embedding/embedded.ts';
import type { FolderOptions } from '../../data/folders/folder-dataset.ts';
import { type Enrolment, enrol } from '../../gallery/enrol.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import { requireLabel } from '../../gallery/labels.ts';
import { homeOf, portablePath } from '../files/portable-path.ts';
import { requireLabels } from '../fit/needs-labels.ts';
import { openDataset } from '../open-dataset.ts';
import { listGiven } from '../pictures/list-given.ts';
import { shellWord } from '../shell-word.ts';
import type { WorkOptions } from '../work-options.ts';
import { requireRoomForBundle } from './bundle-files.ts';
import { openBundleSession } from './bundle-session.ts';
import { type ChangedGallery, changeGallery } from './change-gallery.ts';
import { galleryOf } from './gallery-of.ts';
import { remarksOnNewLabels } from './known-labels.ts';

/** A picture to enrol, and the folder that its path in the bundle is relative to. */
export type ToEnrol = {
  readonly sample: LabelledSample;
  readonly home: string;
  /** Why there is no picture. It is then skipped and reported. */
  readonly error?: ErrorJson;
};

/** What `enrol --json` prints, with the gallery afterwards. */
export type EnrolResult = ChangedGallery & {
  /** Pictures that are new in the gallery. */
  readonly enrolled: number;
  /** Pictures that were already enrolled under the same label. */
  readonly known: number;
  readonly skipped: readonly Skipped[];
};

/**
 * Pictures of one class, from files and folders. Throws `misused` for an empty label, and what listGiven throws.
 *
 * @example
 * const pictures = await picturesOfClass('red car', ['pictures/train/car', 'pictures/val/car/twemoji.png']);
 * pictures.length; // => 3
 */
export async function picturesOfClass(
  given: string,
  paths: readonly string[],
  options: Pick<WorkOptions, 'warn'> = {},
): Promise<ToEnrol[]> {
  const label = requireLabel(given);
  const sampleAt = (path: string) => ({ path, label, part: null, group: null });
  const found = (await listGiven(paths, options)).map(async ({ name, pictures, error }) => {
    if (error) return [{ sample: sampleAt(name), home: '', error: error.toJSON() }];
    const home = await homeOf(name).catch(() => dirname(name));
    return pictures.map((path) => ({ sample: sampleAt(path), home }));
  });
  return (await Promise.all(found)).flat();
}

/** Every labelled picture of a data set, whatever its part. Throws what openDataset throws. */
export async function picturesOfDataset(
  data: string,
  { parts, warn }: FolderOptions & Pick<WorkOptions, 'warn'> = {},
): Promise<ToEnrol[]> {
  const home = await homeOf(data);
  const dataset = await openDataset(data, { parts });
  for (const remark of dataset.remarks) warn?.(remark);
  requireLabels(dataset, 'enrol', data);
  return dataset.samples.filter(isLabelled).map((sample) => ({ sample, home }));
}

/**
 * Adds pictures to a bundle's gallery and updates its classifier. Throws what openBundleSession and changeGallery
 * throw, and `empty` where no picture could be read.
 *
 * @example
 * await writeBundle('more.discern', await readBundle('emoji.discern'));
 * const pictures = await picturesOfClass('red car', ['pictures/test/car']);
 * const { enrolled, skipped } = await enrolPictures('more.discern', pictures);
 * enrolled; // => 1
 */
export async function enrolPictures(
  path: string,
  pictures: readonly ToEnrol[],
  options: WorkOptions = {},
): Promise<EnrolResult> {
  const { bundle, session } = await openBundleSession(path, { ...options, pictures: pictures.length });
  try {
    galleryOf(bundle, path);
    await requireRoomForBundle(path, options);
    const homes = new Map(pictures.map(({ sample, home }) => [sample.path, home]));
    const left = pictures.flatMap(({ sample: { path }, error }) => (error ? [{ path, error }] : []));
    const all = await session.embed(pictures.filter(({ error }) => !error).map(({ sample }) => sample));
    const embedded = requireSome({ ...all, skipped: [...left, ...all.skipped] });
    const enrolments = embedded.samples.map(
      (sample, index): Enrolment => ({
        label: sample.label ?? '',
        path: portablePath(sample.path, homes.get(sample.path) ?? ''),
        hash: embedded.hashes[index],
        enrolled: true,
      }),
    );
    const change = async (gallery: Gallery, current: Bundle) => {
      if (current.fingerprint !== bundle.fingerprint) throw fittedAnew(path);
      before = gallery.entries.length;
      const labels = enrolments.map(({ label }) => label);
      const next = await enrol(gallery, enrolments, embedded.embeddings, session.product);
      const remarks = [
        ...remarksOnNewLabels(labels, current, path),
        ...remarksOnOtherLabels(enrolments, gallery, path),
      ];
      return { gallery: next, remarks };
    };
    let before = 0;
    const changed = await changeGallery(path, change, options);
    const enrolled = changed.vectors - before;
    return { ...changed, enrolled, known: enrolments.length - enrolled, skipped: embedded.skipped };
  } finally {
    await session.close();
  }
}

/** The error where another process has replaced the bundle since its network was opened. */
function fittedAnew(path: string): DiscernError {
  return new DiscernError('fingerprint', `${path} was fitted with another network while the pictures were embedded`, {
    given: 'embeddings of the network that it had before',
    expected: 'embeddings of the network that it has now',
    todo: 'enrol the pictures once more',
  });
}

/** Remarks on pictures that are already enrolled under another label: one of the two may be a mistake. */
function remarksOnOtherLabels(enrolments: readonly Enrolment[], { entries }: Gallery, bundle: string): string[] {
  const present = new Set(entries.map(({ hash, label }) => `${hash} ${label}`));
  const byHash = new Map(entries.map((entry) => [entry.hash, entry]));
  const twice = enrolments.flatMap(({ path, label, hash }) => {
    const other = byHash.get(hash);
    return other === undefined || present.has(`${hash} ${label}`) ? [] : [{ path, label, other }];
  });
  if (twice.length === 0) return [];
  const [{ path, label, other }] = twice;
  const relabel = ['discern relabel', ...[bundle, other.id, label].map((word) => shellWord(word))].join(' ');
  const more = twice.length > 1 ? `, and so are ${counted(twice.length - 1, 'other picture')} under other labels` : '';
  return [`${path} is enrolled as ${other.label}, too${more}; if that was wrong: ${relabel}`];
}
