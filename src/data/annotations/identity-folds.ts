import { random } from '../../base/random.ts';
import { membersByValue } from '../members-by-value.ts';
import type { Components } from './components.ts';

/**
 * The fold of each picture [N], 0 .. folds - 1: no component lies in two folds. Folds are as alike in pictures as a
 * greedy choice, largest components first, makes them; the seed decides among components of a size. With fewer
 * components than folds some stay empty.
 */
export function identityFolds({ of }: Components, folds: number, seed: number): Int32Array {
  const members = random(seed, 'identity folds').shuffle([...membersByValue(of).values()]);
  const sizes = new Array<number>(folds).fill(0);
  const foldOf = new Int32Array(of.length);
  for (const pictures of members.sort((a, b) => b.length - a.length)) {
    const fold = sizes.indexOf(Math.min(...sizes));
    sizes[fold] += pictures.length;
    for (const picture of pictures) foldOf[picture] = fold;
  }
  return foldOf;
}
