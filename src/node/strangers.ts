import type { Sample } from '../data/dataset.ts';
import { listPictures } from './list-pictures.ts';

/** The pictures of `--unknown`: of no known class. None where nothing is given. */
export async function strangersIn(path: string | undefined): Promise<Sample[]> {
  if (path === undefined) return [];
  return (await listPictures(path)).map((picture) => ({ path: picture, label: null, part: null, group: null }));
}
