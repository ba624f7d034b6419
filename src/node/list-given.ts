import type { DiscernError } from '../base/error.ts';
import { fileError } from './file-error.ts';
import { listPictures } from './list-pictures.ts';
import type { WorkOptions } from './work-options.ts';

/** One of several files, folders and lists that were given: its pictures, or why there are none. */
export type GivenPlace = {
  readonly name: string;
  readonly pictures: readonly string[];
  /** Null where the pictures are those that were meant. */
  readonly error: DiscernError | null;
};

/**
 * The pictures of several files, folders and lists, by listPictures. One that cannot be listed costs only itself, and a
 * file that is not there counts as a picture, so that whoever reads it says so. Throws why the first cannot be listed
 * where none can.
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
