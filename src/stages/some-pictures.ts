import { random } from '../base/random.ts';
import { membersByValue } from '../data/members-by-value.ts';

/** The most pictures, in all and of each class. */
export type Most = { readonly pictures: number; readonly perClass: number };

/**
 * Samples pictures: the numbers, in ascending order, of some pictures of each of some classes, drawn by the seed. All
 * of them where there are no more. Pictures without a class (null) are left out.
 */
export function somePictures<V>(labels: ArrayLike<V>, { pictures, perClass }: Most, seed: number): number[] {
  const { shuffle } = random(seed, 'some pictures');
  const classes = shuffle([...membersByValue(labels).values()]).map((members) => shuffle(members).slice(0, perClass));
  let left = pictures;
  const chosen = classes.filter(({ length }) => {
    if (length > left) return false;
    left -= length;
    return true;
  });
  return chosen.flat().sort((a, b) => a - b);
}
