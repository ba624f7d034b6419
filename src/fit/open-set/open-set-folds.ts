import { byCodePoint } from '../../base/hash.ts';
import { matrix } from '../../base/matrix.ts';
import { random } from '../../base/random.ts';
import type { Sample } from '../../data/dataset.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import { membersByValue } from '../../data/members-by-value.ts';
import { subset } from '../labelled.ts';

/** A fold: some classes play strangers, and some scenes of the other classes are held out. */
export type OpenSetFold = {
  /** What the approaches learn from: no picture of `strangers`' classes, and none of `own`. */
  readonly learned: Embedded;
  /** Pictures of the left-out classes, to enrol: each of them is a rival for the strangers of the others. */
  readonly rivals: Embedded;
  /** Held-out pictures of learned classes. */
  readonly own: Embedded;
  /** Pictures of left-out classes. */
  readonly strangers: Embedded;
};

/** Where own pictures come from: a val part that was not learned from, or scenes held out of the learned pictures. */
export type OpenSetPictures = {
  /** Labelled; the `group` of a sample is its scene. */
  readonly learned: Embedded;
  /** Not learned from, of the same classes; empty: scenes of `learned` are held out. */
  readonly val: Embedded;
};

/** The number of folds. More leave out fewer classes at a time, and take longer. */
const mostFolds = 10;

/** With fewer classes a fold would leave too few to learn from. */
export const fewestClasses = 3;

/** Limits of all folds together: pictures learned from in each, and pictures scored of each kind. */
const maxLearned = 10_000;
const maxScored = 1500;

/**
 * Seeded folds in which every class plays the stranger once, and every scene is held out once where its class has
 * another one. Empty with fewer than 3 classes. Pictures of a class are drawn evenly where there are too many.
 */
export function openSetFolds(given: OpenSetPictures, seed: number): OpenSetFold[] {
  const draw = random(seed, 'open-set folds');
  const classes = labelsOf(given.learned);
  if (classes.length < fewestClasses) return [];
  const count = Math.min(mostFolds, classes.length);
  const foldOf = new Map(draw.shuffle(classes).map((label, place) => [label, place % count]));
  const learned = evenly(given.learned, maxLearned, classes.length, draw.shuffle);
  const isHeldOut = given.val.samples.length === 0;
  const heldIn = heldOutFolds(isHeldOut ? learned : given.val, foldOf, count, draw.shuffle);
  const keep = (pictures: Embedded, isWanted: (sample: Sample, index: number) => boolean) =>
    subset(
      pictures,
      pictures.samples.flatMap((sample, index) => (isWanted(sample, index) ? [index] : [])),
    );
  const share = Math.ceil(maxScored / count);
  return Array.from({ length: count }, (_, fold) => {
    const isLeft = ({ label }: Sample) => foldOf.get(label ?? '') === fold;
    const rivals = keep(learned, isLeft);
    const own = isHeldOut
      ? keep(learned, (sample, index) => !isLeft(sample) && heldIn[index] === fold)
      : keep(given.val, (sample, index) => !isLeft(sample) && heldIn[index] === fold);
    return {
      learned: keep(learned, (sample, index) => !isLeft(sample) && !(isHeldOut && heldIn[index] === fold)),
      rivals,
      own: evenly(own, share, labelsOf(own).length, draw.shuffle),
      strangers: evenly(joined(rivals, keep(given.val, isLeft)), share, labelsOf(rivals).length, draw.shuffle),
    };
  });
}

/** [N], the fold in which each picture is held out; -1 for pictures of a class that has one scene alone. */
function heldOutFolds(
  { samples }: Embedded,
  foldOf: ReadonlyMap<string, number>,
  count: number,
  shuffle: <T>(items: readonly T[]) => T[],
): Int32Array {
  const folds = new Int32Array(samples.length).fill(-1);
  for (const [label, members] of membersByValue(samples.map((sample) => sample.label))) {
    const own = foldOf.get(label ?? '');
    if (own === undefined) continue;
    const scenes = [...membersByValue(members.map((index) => samples[index].group ?? samples[index].path)).values()];
    if (scenes.length < 2) continue;
    shuffle(scenes).forEach((scene, place) => {
      for (const member of scene) folds[members[member]] = (own + 1 + (place % (count - 1))) % count;
    });
  }
  return folds;
}

/** At most `most` pictures, equally many of each class as far as it has them. */
function evenly(
  pictures: Embedded,
  most: number,
  classes: number,
  shuffle: <T>(items: readonly T[]) => T[],
): Embedded {
  if (pictures.samples.length <= most) return pictures;
  const each = Math.max(1, Math.ceil(most / Math.max(1, classes)));
  const members = [...membersByValue(pictures.samples.map(({ label }) => label)).values()];
  const drawn = members.flatMap((own) => shuffle(own).slice(0, each));
  return subset(pictures, (drawn.length > 2 * most ? shuffle(drawn).slice(0, most) : drawn).sort((a, b) => a - b));
}

function labelsOf({ samples }: Embedded): string[] {
  return [...new Set(samples.map(({ label }) => label ?? ''))].sort(byCodePoint);
}

function joined(first: Embedded, second: Embedded): Embedded {
  if (second.samples.length === 0) return first;
  const { columns } = first.embeddings;
  const data = new Float32Array(first.embeddings.data.length + second.embeddings.data.length);
  data.set(first.embeddings.data);
  data.set(second.embeddings.data, first.embeddings.data.length);
  return {
    samples: [...first.samples, ...second.samples],
    embeddings: matrix(first.samples.length + second.samples.length, columns, data),
    hashes: [...first.hashes, ...second.hashes],
    skipped: [],
  };
}
