import type { PairCounts } from './evidence.ts';
import { total } from './mean.ts';

/** A corner of the ROC curve: what a threshold accepts of pairs of two classes (`far`) and of one (`tar`), each 0..1. */
export type Acceptance = { readonly far: number; readonly tar: number };

/**
 * The piece of the ROC curve on which it first `passes`, from (0, 0) towards (1, 1): the corners before and after.
 * The last corner twice where it never does.
 */
export function rocPiece(
  { same, different }: PairCounts,
  passes: (far: number, tar: number) => boolean,
): readonly [Acceptance, Acceptance] {
  const sames = total(same);
  const differents = total(different);
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
