import { random } from '../base/random.ts';
import { classesOf } from '../data/classes-of.ts';
import type { Embedded } from '../data/embedded.ts';
import { membersByValue } from '../data/members-by-value.ts';
import type { LabelledEmbeddings } from '../spaces/projection-fit.ts';
import type { Held } from './hold-out.ts';
import { labelledBy, subset } from './labelled.ts';

/** Numbers of pictures that classes are enrolled with later: what a gallery is chosen for. */
export const laterPictures = [1, 3, 5] as const;

/** Some classes left out of what a space is learned from, to be enrolled in it afterwards. */
export type ClassFold = {
  /** Pictures of the other classes. */
  readonly known: Embedded;
  /** Pictures of the classes that are left out: for each of `laterPictures` so many of each class, or all where it has fewer. */
  readonly later: readonly Embedded[];
  /** Held-out pictures of all classes. */
  readonly heldOut: LabelledEmbeddings;
  /** Whether the class of this index is left out. */
  readonly isLater: readonly boolean[];
};

/** A space is fitted to each fold, which costs as much as the choice by known classes. */
const folds = 1;

/** Of the classes that each fold leaves out. */
const share = 1 / 3;

/** With fewer classes in a fold, their accuracy is that of one or another of them. */
const fewestLater = 2;

/** Pictures that a fold's space is learned from, evenly many of each class, and pictures that judge in it. */
const mostLearned = 20_000;
const maxHeldOut = 1000;

/**
 * Seeded folds by class of the pictures to learn from, judged by those held out, which show other scenes. Classes without a
 * held-out picture are never left out. Empty with fewer than 6 classes: what is left would be no gallery of its kind.
 */
export function classFolds({ train, val }: Held, seed: number): ClassFold[] {
  const classes = classesOf(train.samples);
  const validated = new Set(val.samples.map(({ label }) => label));
  const draw = random(seed, 'classes that come later');
  const able = draw.shuffle(classes.filter((label) => validated.has(label)));
  const size = Math.min(Math.floor(share * classes.length), Math.floor(able.length / (folds + 1))); // Some judge known ones.
  if (size < fewestLater) return [];
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
    known: subset(train, some(false, Math.ceil(mostLearned / classes.length))),
    later: laterPictures.map((count) => subset(train, some(true, count))),
    heldOut: labelledBy(classes, subset(val, heldOut)),
    isLater: classes.map((label) => left.has(label)),
  };
}
