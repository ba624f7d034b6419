import { byCodePoint } from '../../base/hash.ts';
import { parts, type Sample } from '../../data/dataset.ts';
import { twoLabelsInWords, underTwoLabels } from '../../data/duplicates/same-bytes.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import { lostLabels, lostLabelsInWords } from '../../data/lost-labels.ts';
import type { Cautions } from '../../evaluate/cautions.ts';
import type { WorkOptions } from '../work-options.ts';

/** Pictures with the SHA-256 of their bytes, in the same order. */
type Hashed = Pick<Embedded, 'samples' | 'hashes'>;

/**
 * Faults of a data set that show only when its pictures are opened: classes of which no picture could be read, in each
 * part that the data set gives, and pictures that lie under two labels byte for byte. `given` are all samples, `read`
 * those that could be read. Warns of each fault.
 */
export function pictureFaults(
  given: readonly Sample[],
  read: readonly Hashed[],
  warn: WorkOptions['warn'],
): Pick<Cautions, 'lostLabels' | 'twoLabels'> {
  const opened = new Set(read.flatMap(({ samples }) => samples.map(({ path }) => path)));
  const lost = [null, ...parts].flatMap((part) => {
    const samples = given.filter((sample) => sample.part === part);
    const left = samples.filter(({ path }) => opened.has(path));
    const labels = lostLabels(samples, left);
    for (const remark of lostLabelsInWords(labels, samples, part)) warn?.(remark);
    return labels;
  });
  const twoLabels = underTwoLabels(...read);
  for (const remark of twoLabelsInWords(twoLabels)) warn?.(remark);
  return { lostLabels: [...new Set(lost)].sort(byCodePoint), twoLabels };
}
