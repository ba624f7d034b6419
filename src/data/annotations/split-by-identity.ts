import type { Sample } from '../dataset.ts';
import { membersByValue } from '../members-by-value.ts';
import { type SplitOptions, splitDataset } from '../split-dataset.ts';
import type { Annotations } from './annotations.ts';
import { componentsOf } from './components.ts';
import { rowsOf } from './sparse-rows.ts';
import type { Supervision } from './supervision.ts';

/** Options of splitting by identity. */
export type IdentitySplitOptions = SplitOptions & {
  /**
   * What never crosses: `identities`, which are all pictures that are the same through any chain; or also all that any
   * `statements` speak of together, different or in a triplet. The second leaves nothing to split where a few thousand
   * statements chain all pictures together; with the first, statements across parts are lost (see statementsWithin).
   */
  readonly whole?: 'identities' | 'statements';
};

/**
 * The same samples in the same order, each with its part, so that no identity, and no `group` of samples, lies in two parts:
 * what is measured on test is about identities never seen. Parts are as near to their shares of pictures as a greedy
 * choice, largest first, makes them; with fewer identities than parts some stay empty. Labels play no part beyond
 * identity. Sample i is picture i of the supervision.
 */
export function splitByIdentity(
  samples: readonly Sample[],
  { identities, annotations }: Supervision,
  { whole = 'identities', ...options }: IdentitySplitOptions,
): Sample[] {
  const also = whole === 'statements' ? annotatedTogether(annotations) : [];
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

/** Pictures that a pair or a triplet names together. */
export function annotatedTogether({ pairs = [], triplets = [] }: Annotations): number[][] {
  return [
    ...pairs.map(({ a, b }) => [a, b]),
    ...triplets.map(({ anchor, positive, negative }) => [anchor, positive, negative]),
  ];
}
