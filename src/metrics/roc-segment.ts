import type { PairCounts } from './evidence.ts';
import { sum } from './mean.ts';

/** A corner of the ROC curve: false and true accept rate of one threshold, each 0..1. */
export type RocPoint = { readonly far: number; readonly tar: number };

/**
 * The first segment of the ROC curve, from (0, 0) towards (1, 1), at whose end `passes` holds: the corners before and
 * after. If it never holds, the last corner twice.
 */
export function rocSegment(
  { same, different }: PairCounts,
  passes: (far: number, tar: number) => boolean,
): readonly [RocPoint, RocPoint] {
  const sames = sum(same);
  const differents = sum(different);
  let [accepted, falsely] = [0, 0];
  for (let l = same.length - 1; l >= 0; l--) {
    const [tar, far] = [(accepted + same[l]) / sames, (falsely + different[l]) / differents];
    if (passes(far, tar))
      return [
        { far: falsely / differents, tar: accepted / sames },
        { far, tar },
      ];
    accepted += same[l];
    falsely += different[l];
  }
  const last = { far: falsely / differents, tar: accepted / sames };
  return [last, last];
}
