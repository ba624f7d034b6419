import { random } from '../../base/random.ts';
import { classesOf } from '../../data/classes-of.ts';
import type { Sample } from '../../data/dataset.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import { membersByValue } from '../../data/members-by-value.ts';
import { joinedPictures, picturesWhere, subset } from '../labelled.ts';

/** A fold: what is learned from, and the pictures that are scored then, either strangers or own ones. */
export type OpenSetFold = {
  /** What the approaches learn from. */
  readonly learned: Embedded;
  /** Pictures of left-out classes, to enrol: each class is a rival for the strangers of the others. */
  readonly rivals: Embedded;
  /** Held-out pictures of learned classes; empty where classes are left out. */
  readonly own: Embedded;
  /** Pictures of left-out classes; empty where scenes are held out. */
  readonly strangers: Embedded;
};

/** Where own pictures come from: a val part that was not learned from, or scenes held out of the learned pictures. */
export type OpenSetPictures = {
  /** Labelled; the `group` of a sample is its scene. */
  readonly learned: Embedded;
  /** Not learned from, of the same classes; empty: scenes of `learned` are held out. */
  readonly val: Embedded;
};

/** The number of folds of each kind. More leave out less at a time, and take longer. */
const mostFolds = 10;

/** With fewer classes a fold would leave too few to learn from. */
export const fewestClasses = 3;

/** Limits of all folds together: pictures learned from in each, their classes, and pictures scored of each kind. */
const maxLearned = 10_000;
const maxClasses = 5000;
const maxScored = 1500;

/** Makes a fold; only one at a time need be in memory. */
export type DrawFold = () => OpenSetFold;

/**
 * Seeded folds: first each class plays the stranger once, then each scene is held out once where its class has another
 * one. Pictures of `val` need no fold of their own. So nothing that is scored was learned from, and as little else as
 * possible is missing. Empty with fewer than 3 classes, or where no picture can be held out. Where there are too many
 * classes some are drawn, and where there are too many pictures they are drawn evenly over the classes.
 */
export function openSetFolds(given: OpenSetPictures, seed: number): DrawFold[] {
  const shuffleFor = (purpose: string) => random(seed, `open-set folds: ${purpose}`).shuffle;
  const all = classesOf(given.learned.samples);
  if (all.length < fewestClasses) return [];
  const labels = all.length > maxClasses ? shuffleFor('classes')(all).slice(0, maxClasses) : all;
  const isDrawn = among(labels);
  const learned = evenly(picturesWhere(given.learned, isDrawn), maxLearned, shuffleFor('learned'));
  const val = picturesWhere(given.val, isDrawn);
  const own = given.val.samples.length > 0 ? valFold({ learned, val }, shuffleFor) : sceneFolds(learned, shuffleFor);
  return own.length === 0 ? [] : [...classFolds({ learned, val }, labels, shuffleFor), ...own];
}

type Shuffle = <T>(items: readonly T[]) => T[];
type ShuffleFor = (purpose: string) => Shuffle;

function classFolds({ learned, val }: OpenSetPictures, labels: readonly string[], shuffleFor: ShuffleFor): DrawFold[] {
  const count = Math.min(mostFolds, labels.length);
  const foldOf = new Map(shuffleFor('strangers')(labels).map((label, place) => [label, place % count]));
  return Array.from({ length: count }, (_, fold) => () => {
    const isLeft = ({ label }: Sample) => foldOf.get(label ?? '') === fold;
    const rivals = picturesWhere(learned, isLeft);
    const shuffle = shuffleFor(`strangers of fold ${fold}`);
    return {
      learned: picturesWhere(learned, (sample) => !isLeft(sample)),
      rivals,
      own: subset(learned, []),
      strangers: evenly(joinedPictures(rivals, picturesWhere(val, isLeft)), Math.ceil(maxScored / count), shuffle),
    };
  });
}

function valFold({ learned, val }: OpenSetPictures, shuffleFor: ShuffleFor): DrawFold[] {
  const none = subset(learned, []);
  const own = evenly(val, maxScored, shuffleFor('own'));
  return own.samples.length === 0 ? [] : [() => ({ learned, rivals: none, own, strangers: none })];
}

/** Holds out every scene of classes that have two or more. A scene with pictures of several classes goes as one. */
function sceneFolds(learned: Embedded, shuffleFor: ShuffleFor): DrawFold[] {
  const { samples } = learned;
  const shuffle = shuffleFor('scenes');
  const foldOf = new Map<string, number>();
  for (const members of membersByValue(samples.map(({ label }) => label)).values()) {
    const scenes = [...new Set(members.map((index) => sceneOf(samples[index])))];
    if (scenes.length < 2) continue;
    const first = shuffle([...Array(mostFolds).keys()])[0];
    shuffle(scenes).forEach((scene, place) => {
      if (!foldOf.has(scene)) foldOf.set(scene, (first + place) % mostFolds);
    });
  }
  const folds = [...new Set(foldOf.values())].sort((a, b) => a - b);
  const most = Math.ceil(maxScored / Math.max(1, folds.length));
  return folds.flatMap((fold): DrawFold[] => {
    const isHeld = (sample: Sample) => foldOf.get(sceneOf(sample)) === fold;
    const isLearned = among(samples.flatMap((sample) => (isHeld(sample) ? [] : [sample.label ?? ''])));
    if (!samples.some((sample) => isHeld(sample) && isLearned(sample))) return [];
    return [
      () => ({
        learned: picturesWhere(learned, (sample) => !isHeld(sample)),
        rivals: subset(learned, []),
        own: evenly(
          picturesWhere(learned, (sample) => isHeld(sample) && isLearned(sample)),
          most,
          shuffleFor(`own of fold ${fold}`),
        ),
        strangers: subset(learned, []),
      }),
    ];
  });
}

/** The scene of a picture: its group, or else itself. */
function sceneOf({ group, path }: Sample): string {
  return group ?? path;
}

/** Whether a sample is of one of the classes. */
function among(labels: readonly string[]): (sample: Sample) => boolean {
  const set = new Set(labels);
  return ({ label }) => set.has(label ?? '');
}

/** At most `most` pictures, equally many of each class as far as it has them. */
function evenly(pictures: Embedded, most: number, shuffle: Shuffle): Embedded {
  if (pictures.samples.length <= most) return pictures;
  const members = [...membersByValue(pictures.samples.map(({ label }) => label)).values()];
  const each = Math.max(1, Math.ceil(most / members.length));
  const drawn = members.flatMap((own) => shuffle(own).slice(0, each));
  return subset(
    pictures,
    (drawn.length > 2 * most ? shuffle(drawn).slice(0, most) : drawn).sort((a, b) => a - b),
  );
}
