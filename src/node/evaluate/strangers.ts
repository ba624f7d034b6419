import type { Sample } from '../../data/dataset.ts';
import { listPictures } from '../pictures/list-pictures.ts';
import type { WorkOptions } from '../work-options.ts';

/** The pictures of `--unknown`, which belong to no known class. An empty list where the option is not given. */
export async function strangersIn(
  path: string | undefined,
  options: Pick<WorkOptions, 'warn'> = {},
): Promise<Sample[]> {
  if (path === undefined) return [];
  return (await listPictures(path, options)).map((picture) => ({
    path: picture,
    label: null,
    part: null,
    group: null,
  }));
}
