import type { Dataset, Sample } from '../dataset.ts';
import { requireConsistent } from './require-consistent.ts';
import { statementsOf, statementsWithin } from './statements-of.ts';
import { supervision } from './supervision.ts';
import { kindsOf, type Testimony, testimonyOf } from './testimony.ts';

/**
 * What a data set says of some of its samples, numbered in the order of `used`. Warns where differences have to be
 * assumed. Throws `contradiction`, with chains, where it cannot all be true.
 */
export function consistentTestimony(
  dataset: Dataset,
  used: readonly Sample[],
  warn?: (message: string) => void,
): Testimony {
  const places = new Map(dataset.samples.map((sample, place) => [sample, place]));
  const members = used.flatMap((sample) => places.get(sample) ?? []);
  const statements = statementsWithin(statementsOf(dataset), members);
  requireConsistent(supervision(statements), (picture) => used[picture].path);
  const testimony = testimonyOf(statements);
  if (testimony.differences === 'assumed') warn?.(assumptionOf(testimony));
  return testimony;
}

function assumptionOf({ statements }: Testimony): string {
  const kinds = kindsOf(statements).join(' and ');
  return `no two pictures are said to differ: by these ${kinds}, all that are not said to be the same are taken to`;
}
