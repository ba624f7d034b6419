import { stat } from 'node:fs/promises';
import { DiscernError } from '../../base/error.ts';
import { sha256 } from '../../base/hash.ts';
import type { Entry, Gallery } from '../../gallery/gallery.ts';
import { requireLabel } from '../../gallery/labels.ts';
import { relabel } from '../../gallery/relabel.ts';
import { readFile } from '../files/files.ts';
import { shellWord } from '../shell-word.ts';
import type { WorkOptions } from '../work-options.ts';
import { type ChangedGallery, changeGallery } from './change-gallery.ts';
import { remarksOnNewLabels } from './known-labels.ts';

/** What `relabel --json` prints. */
export type RelabelResult = ChangedGallery & {
  /** Pictures that got the new label, without those that had it before. */
  readonly relabelled: readonly RelabelledPicture[];
  /** Entries that were removed because the same picture has the label already. */
  readonly duplicates: number;
};

/** A picture that got another label. */
export type RelabelledPicture = {
  readonly id: string;
  readonly path: string;
  readonly from: string;
  readonly to: string;
};

/**
 * Gives enrolled pictures another label, in the gallery and the classifier. A picture is named by its id, by its file,
 * whose content is looked up so that the file may have moved, or by the path that it was enrolled under. Throws
 * `not-found` where one is not enrolled, `misused` where a path stands for several and for an empty label, and what
 * changeGallery throws.
 */
export async function relabelPictures(
  path: string,
  pictures: readonly string[],
  label: string,
  options: WorkOptions = {},
): Promise<RelabelResult> {
  const to = requireLabel(label);
  const hashes = new Map(await Promise.all(pictures.map(async (given) => [given, await hashAt(given)] as const)));
  let relabelled: RelabelledPicture[] = [];
  let duplicates = 0;
  const changed = await changeGallery(
    path,
    (gallery, bundle) => {
      const wanted = new Set(pictures.flatMap((given) => entriesOf(gallery, given, hashes.get(given) ?? null, path)));
      const next = relabel(gallery, (entry) => (wanted.has(entry) ? to : entry.label));
      relabelled = next.changed.map((entry) => ({ id: entry.id, path: entry.path, from: entry.label, to }));
      duplicates = next.duplicates.length;
      return { gallery: next.gallery, remarks: remarksOnNewLabels([to], bundle, path) };
    },
    options,
  );
  return { ...changed, relabelled, duplicates };
}

/** SHA-256 of the file; null where there is none. */
async function hashAt(given: string): Promise<string | null> {
  const isFile = await stat(given).then(
    (found) => found.isFile(),
    () => false,
  );
  return isFile ? sha256(await readFile(given)) : null;
}

function entriesOf({ entries }: Gallery, given: string, hash: string | null, bundle: string): readonly Entry[] {
  const byId = entries.filter(({ id }) => id === given);
  const byContent = entries.filter((entry) => entry.hash === hash);
  const byPath = entries.filter((entry) => entry.path === given.replaceAll('\\', '/'));
  const found = [byId, byContent, byPath].find(({ length }) => length > 0);
  if (found === undefined) throw notEnrolled(given, bundle);
  if (new Set(found.map((entry) => entry.hash)).size > 1) throw ambiguous(given, found);
  return found;
}

function notEnrolled(given: string, bundle: string): DiscernError {
  return new DiscernError('not-found', `${given} is not enrolled`, {
    given,
    expected: 'the id, the file or the path of an enrolled picture',
    todo: `see what is enrolled: discern gallery ${shellWord(bundle)} --pictures`,
  });
}

function ambiguous(given: string, entries: readonly Entry[]): DiscernError {
  return new DiscernError('misused', `${given} stands for ${entries.length} enrolled pictures`, {
    given,
    expected: `one of ${entries.map(({ id, label }) => `${id} (${label})`).join(', ')}`,
    todo: 'give its id, or the file itself',
  });
}
