import { stat } from 'node:fs/promises';
import type { Dataset } from '../../data/dataset.ts';
import { type DescribePictures, type LearningSet, learningSetOf } from '../../plan/learning-set.ts';
import { homeOf, portablePath } from '../files/portable-path.ts';
import type { WorkOptions } from '../work-options.ts';

/** The pictures of the data set at `path` that training uses. Throws what `learningSetOf` throws. */
export async function learningSet(
  dataset: Dataset,
  path: string,
  options: Pick<WorkOptions, 'warn'> = {},
): Promise<LearningSet> {
  return learningSetOf(dataset, describeWithin(await homeOf(path)), options);
}

/** Describes pictures by their files; the size of a missing file is null. */
function describeWithin(home: string): DescribePictures {
  return async (samples) => {
    const sizes = await Promise.all(
      samples.map(({ path }) =>
        stat(path).then(
          ({ size }) => size,
          () => null,
        ),
      ),
    );
    return samples.map(({ path, label, part }, i) => [portablePath(path, home), label, part, sizes[i]]);
  };
}
