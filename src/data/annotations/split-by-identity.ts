import type { Sample } from '../dataset.ts';
import { membersByValue } from '../members-by-value.ts';
import { type SplitOptions, splitDataset } from '../splits/split-dataset.ts';
import { componentsOf } from '../supervision/components.ts';
import { rowsOf } from '../supervision/sparse-rows.ts';
import type { Supervision } from '../supervision/supervision.ts';
import type { Annotations } from './annotations.ts';

/** Options of splitting by identity. */
export type IdentitySplitOptions = SplitOptions & {
  /**
   * What stays in one part: `identities`, all pictures that are the same through any chain; or with `annotations` also
   * all pictures that a different pair or a triplet names together. The second cannot split pictures that annotations
   * connect all together; the first loses annotations across parts (see `annotationsWithin`).
   */
  readonly whole?: 'identities' | 'annotations';
};

/**
 * Assigns each sample to a part so that no identity and no `group` lies in two parts: test then measures unseen
 * identities. The samples keep their order. Shares are approximate (greedy, largest first); with fewer identities than
 * parts, some parts stay empty. Labels matter only as identities. Sample i is picture i of the supervision.
 */
export function splitByIdentity(
  samples: readonly Sample[],
  { identities, annotations }: Supervision,
  { whole = 'identities', ...options }: IdentitySplitOptions,
): Sample[] {
  const also = whole === 'annotations' ? annotatedTogether(annotations) : [];
  const together = componentsOf(
    samples.length,
    rowsOf([
      ...membersByValue(identities.of).values(),
      ...membersByValue(samples.map(({ group }) => group)).values(),
      ...also,
    ]),
  );
  const units = samples.map(({ path }, i) => ({ path, label: null, part: null, group: String(together.of[i]) }));
  const split = splitDataset(units, { purpose: 'identities', ...options });
  return samples.map((sample, i) => ({ ...sample, part: split[i].part }));
}

/** The sets of pictures that a pair or a triplet names together. */
export function annotatedTogether({ pairs = [], triplets = [] }: Annotations): number[][] {
  return [
    ...pairs.map(({ a, b }) => [a, b]),
    ...triplets.map(({ anchor, positive, negative }) => [anchor, positive, negative]),
  ];
}
