import { dirname } from 'node:path';
import type { ErrorJson } from '../base/error.ts';
import type { Bundle } from '../bundle/bundle.ts';
import { withGallery } from '../bundle/with-gallery.ts';
import { isLabelled } from '../data/classes-of.ts';
import type { LabelledSample } from '../data/dataset.ts';
import { requireSome, type Skipped } from '../data/embedded.ts';
import type { FolderOptions } from '../data/folder-dataset.ts';
import { type Enrolment, enrol } from '../gallery/enrol.ts';
import { changeBundle, requireRoomForBundle } from './bundle-files.ts';
import { openBundleWorkshop } from './bundle-workshop.ts';
import { galleryOf } from './gallery-of.ts';
import { listGiven } from './list-given.ts';
import { requireLabels } from './needs-labels.ts';
import { openDataset } from './open-dataset.ts';
import { homeOf, portablePath } from './portable-path.ts';
import { type GallerySummary, gallerySummary } from './summarise-gallery.ts';
import type { WorkOptions } from './work-options.ts';

/** A picture to enrol, and what its path in the bundle is relative to. */
export type ToEnrol = {
  readonly sample: LabelledSample;
  readonly home: string;
  /** Why there is no picture: then it is left out, and told of. */
  readonly error?: ErrorJson;
};

/** What `enrol --json` prints: the gallery afterwards as well. */
export type EnrolResult = GallerySummary & {
  readonly bundle: string;
  /** Pictures that are new in the gallery. */
  readonly enrolled: number;
  /** Pictures that were enrolled under the same label before. */
  readonly known: number;
  readonly skipped: readonly Skipped[];
};

/** Pictures of one class, from files and folders. Throws what listGiven throws. */
export async function picturesOfClass(
  label: string,
  paths: readonly string[],
  options: Pick<WorkOptions, 'warn'> = {},
): Promise<ToEnrol[]> {
  const sampleAt = (path: string) => ({ path, label: label.normalize('NFC'), part: null, group: null });
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
 * Adds pictures to a bundle's gallery; nothing is learned anew. Throws what openBundleWorkshop and changeBundle throw,
 * `unsupported` without a gallery, and `empty` where no picture could be read.
 */
export async function enrolPictures(
  path: string,
  pictures: readonly ToEnrol[],
  options: WorkOptions = {},
): Promise<EnrolResult> {
  const { bundle, workshop } = await openBundleWorkshop(path, { ...options, pictures: pictures.length });
  try {
    galleryOf(bundle, path);
    await requireRoomForBundle(path, options);
    const homes = new Map(pictures.map(({ sample, home }) => [sample.path, home]));
    const left = pictures.flatMap(({ sample: { path }, error }) => (error ? [{ path, error }] : []));
    const all = await workshop.embed(pictures.filter(({ error }) => !error).map(({ sample }) => sample));
    const embedded = requireSome({ ...all, skipped: [...left, ...all.skipped] });
    const enrolments = embedded.samples.map(
      (sample, index): Enrolment => ({
        label: sample.label ?? '',
        path: portablePath(sample.path, homes.get(sample.path) ?? ''),
        hash: embedded.hashes[index],
      }),
    );
    let before = 0;
    const add = async (current: Bundle) => {
      const gallery = galleryOf(current, path);
      before = gallery.entries.length;
      return withGallery(current, await enrol(gallery, enrolments, embedded.embeddings, workshop.product));
    };
    const changed = await changeBundle(path, add, options);
    const summary = gallerySummary(galleryOf(changed, path));
    const enrolled = summary.vectors - before;
    return { bundle: path, enrolled, known: enrolments.length - enrolled, ...summary, skipped: embedded.skipped };
  } finally {
    await workshop.close();
  }
}
