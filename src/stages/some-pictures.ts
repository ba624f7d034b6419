import { random } from '../base/random.ts';
import { membersByValue } from '../data/members-by-value.ts';

/** How many pictures at the most. */
export type Most = { readonly pictures: number; readonly perClass: number };

/**
 * Numbers of some pictures of each of some classes, drawn by seed, in their own order; all where there are no more. What has no
 * class, null, is left out.
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
