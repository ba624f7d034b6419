import type { DiscernError } from '../../base/error.ts';
import { fileError } from '../files/file-error.ts';
import type { WorkOptions } from '../work-options.ts';
import { listPictures } from './list-pictures.ts';

/** One of the given files, folders and lists, with its pictures or with the reason why there are none. */
export type GivenPlace = {
  readonly name: string;
  readonly pictures: readonly string[];
  /** The reason; null where there are pictures. */
  readonly error: DiscernError | null;
};

/**
 * The pictures of several files, folders and lists, by listPictures. One that cannot be listed does not stop the
 * others. A missing file counts as a picture, so that reading it reports the error. Throws the first error where none
 * can be listed.
 */
export async function listGiven(
  names: readonly string[],
  options: Pick<WorkOptions, 'warn'> = {},
): Promise<GivenPlace[]> {
  const places = await Promise.all(names.map((name) => placeAt(name, options)));
  const [first] = places;
  if (first?.error && places.every(({ error }) => error !== null)) throw first.error;
  return places;
}

async function placeAt(name: string, options: Pick<WorkOptions, 'warn'>): Promise<GivenPlace> {
  try {
    return { name, pictures: await listPictures(name, options), error: null };
  } catch (thrown) {
    const error = fileError(thrown, name);
    if (error.code === 'not-found') return { name, pictures: [name], error: null };
    return { name, pictures: [], error };
  }
}
