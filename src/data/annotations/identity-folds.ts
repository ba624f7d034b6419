import { random } from '../../base/random.ts';
import { membersByValue } from '../members-by-value.ts';
import type { Components } from '../supervision/components.ts';

/**
 * Assigns each picture to a fold, [N], 0 .. folds - 1, like scikit-learn's GroupKFold: a component never lies in two
 * folds. Folds get about equally many pictures (greedy, largest components first); the seed decides among components of
 * equal size. With fewer components than folds, some folds stay empty.
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
