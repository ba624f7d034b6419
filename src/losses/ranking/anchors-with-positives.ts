import { cast, greater, sum } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import type { Comparisons } from '../comparisons.ts';

/** 1 for an anchor that has a positive, else 0, [A]: others have nothing to rank. */
export function anchorsWithPositives({ positive }: Comparisons): Value {
  return cast(greater(sum(positive, 1), 0), positive.type);
}
