import { DiscernError } from '../../base/error.ts';
import type { Sample } from '../../data/dataset.ts';
import { isFolder, openDataset } from '../open-dataset.ts';
import type { WorkOptions } from '../work-options.ts';
import { listPictures } from './list-pictures.ts';
import { listKindOf, readList } from './read-list.ts';

/**
 * The pictures at a path, as listPictures gives them, with their labels in the data set; null where it gives none.
 * Throws what listPictures throws.
 */
export async function listSamples(
  path: string,
  options: Pick<WorkOptions, 'warn'> = {},
): Promise<Pick<Sample, 'path' | 'label'>[]> {
  const kind = listKindOf(path);
  if (!(await isFolder(path)) && kind !== null) {
    const { samples, remarks } = await readList(path, kind, { keepContradictions: true });
    for (const remark of remarks) options.warn?.(remark);
    return [...samples];
  }
  const pictures = await listPictures(path, options);
  const labels = await labelsIn(path, options);
  return pictures.map((picture) => ({ path: picture, label: labels.get(picture) ?? null }));
}

/**
 * Labels by path. There are none where the path is no data set to learn from: they are optional here. Warns where they
 * are ambiguous.
 */
async function labelsIn(path: string, { warn }: Pick<WorkOptions, 'warn'>): Promise<Map<string, string | null>> {
  const dataset = await openDataset(path).catch((thrown: unknown) => {
    if (thrown instanceof DiscernError && thrown.code === 'ambiguous-data') warn?.(`no labels: ${thrown.message}`);
    return null;
  });
  return new Map(dataset?.samples.map((sample) => [sample.path, sample.label]));
}
