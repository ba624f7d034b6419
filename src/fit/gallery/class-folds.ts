import { random } from '../../base/random.ts';
import { classesOf } from '../../data/classes-of.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import { membersByValue } from '../../data/members-by-value.ts';
import type { LabelledEmbeddings } from '../../spaces/projection-fit.ts';
import type { Held } from '../held-out/hold-out.ts';
import { labelledBy, subset } from '../labelled.ts';

/** The numbers of pictures per class with which later classes are enrolled in validation. */
export const laterPictures = [1, 3, 5] as const;

/** A fold by class: a space is fitted without some classes, and these are enrolled in it afterwards. */
export type ClassFold = {
  /** Pictures of the other classes. */
  readonly known: Embedded;
  /** Pictures of the left-out classes: one set for each of `laterPictures`, with at most that many of each class. */
  readonly later: readonly Embedded[];
  /** Held-out pictures of all classes. */
  readonly heldOut: LabelledEmbeddings;
  /** Whether the class of this index is left out. */
  readonly isLater: readonly boolean[];
};

/** The number of folds. Each costs as much as the validation on known classes. */
const folds = 1;

/** The share of classes that a fold leaves out. */
const share = 1 / 3;

/** Least number of left-out classes: their accuracy would be too noisy with fewer. */
const minLater = 2;

/** Limits of a fold: pictures that its space is fitted to (equally many of each class), and held-out pictures. */
const maxTrained = 20_000;
const maxHeldOut = 1000;

/**
 * Seeded folds by class. The held-out pictures, which show other scenes, measure each fold. Classes without a held-out
 * picture are never left out. Empty with fewer than 6 classes.
 */
export function classFolds({ train, val }: Held, seed: number): ClassFold[] {
  const classes = classesOf(train.samples);
  const validated = new Set(val.samples.map(({ label }) => label));
  const draw = random(seed, 'classes that come later');
  const able = draw.shuffle(classes.filter((label) => validated.has(label)));
  // `folds + 1`: some validated classes stay known.
  const size = Math.min(Math.floor(share * classes.length), Math.floor(able.length / (folds + 1)));
  if (size < minLater) return [];
  return Array.from({ length: folds }, (_, fold) => {
    const left = new Set(able.slice(fold * size, (fold + 1) * size));
    return foldWithout(left, classes, { train, val }, random(seed, `fold ${fold} of classes`).shuffle);
  });
}

function foldWithout(
  left: ReadonlySet<string>,
  classes: readonly string[],
  { train, val }: Held,
  shuffle: <T>(items: readonly T[]) => T[],
): ClassFold {
  const drawn = [...membersByValue(train.samples.map(({ label }) => label))].map(([label, members]) => ({
    isLater: left.has(label),
    members: shuffle(members),
  }));
  const some = (isLater: boolean, count: number) =>
    drawn.flatMap((each) => (each.isLater === isLater ? each.members.slice(0, count) : [])).sort((a, b) => a - b);
  const heldOut = shuffle([...val.samples.keys()])
    .slice(0, maxHeldOut)
    .sort((a, b) => a - b);
  return {
    known: subset(train, some(false, Math.ceil(maxTrained / classes.length))),
    later: laterPictures.map((count) => subset(train, some(true, count))),
    heldOut: labelledBy(classes, subset(val, heldOut)),
    isLater: classes.map((label) => left.has(label)),
  };
}
