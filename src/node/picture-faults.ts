import { byCodePoint } from '../base/hash.ts';
import type { Sample } from '../data/dataset.ts';
import type { Embedded } from '../data/embedded.ts';
import { lostLabels, lostLabelsInWords } from '../data/lost-labels.ts';
import { twoLabelsInWords, underTwoLabels } from '../data/same-bytes.ts';
import type { Cautions } from '../evaluate/cautions.ts';
import type { WorkOptions } from './work-options.ts';

/** A part of a data set that is used, as it is listed and as it could be read. */
type ReadPart = { readonly name: string; readonly given: readonly Sample[]; readonly read: Hashed };

type Hashed = Pick<Embedded, 'samples' | 'hashes'>;

/**
 * What only shows once pictures were opened, told and given: classes of a part of which none could be read, and
 * pictures that lie under two labels byte for byte.
 */
export function pictureFaults(
  parts: readonly ReadPart[],
  warn: WorkOptions['warn'],
): Pick<Cautions, 'lostLabels' | 'twoLabels'> {
  const lost = parts.flatMap(({ name, given, read }) => {
    const labels = lostLabels(given, read.samples);
    for (const remark of lostLabelsInWords(labels, given, name)) warn?.(remark);
    return labels;
  });
  const twoLabels = underTwoLabels(...parts.map(({ read }) => read));
  for (const remark of twoLabelsInWords(twoLabels)) warn?.(remark);
  return { lostLabels: [...new Set(lost)].sort(byCodePoint), twoLabels };
}
