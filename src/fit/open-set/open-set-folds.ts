import { byCodePoint } from '../../base/hash.ts';
import { matrix } from '../../base/matrix.ts';
import { random } from '../../base/random.ts';
import type { Sample } from '../../data/dataset.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import { membersByValue } from '../../data/members-by-value.ts';
import { subset } from '../labelled.ts';

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

/** Limits of all folds together: pictures learned from in each, and pictures scored of each kind. */
const maxLearned = 10_000;
const maxScored = 1500;

/**
 * Seeded folds: first each class plays the stranger once, then each scene is held out once where its class has another
 * one. Pictures of `val` need no fold of their own. So nothing that is scored was learned from, and as little else as
 * possible is missing. Empty with fewer than 3 classes, or where no picture can be held out. Pictures are drawn evenly
 * over the classes where there are too many.
 */
export function openSetFolds(given: OpenSetPictures, seed: number): OpenSetFold[] {
  const { shuffle } = random(seed, 'open-set folds');
  const labels = labelsOf(given.learned);
  if (labels.length < fewestClasses) return [];
  const learned = evenly(given.learned, maxLearned, shuffle);
  const own = given.val.samples.length > 0 ? valFold(learned, given.val, shuffle) : sceneFolds(learned, shuffle);
  return own.length === 0 ? [] : [...classFolds({ learned, val: given.val }, labels, shuffle), ...own];
}

type Shuffle = <T>(items: readonly T[]) => T[];

function classFolds({ learned, val }: OpenSetPictures, labels: readonly string[], shuffle: Shuffle): OpenSetFold[] {
  const count = Math.min(mostFolds, labels.length);
  const foldOf = new Map(shuffle(labels).map((label, place) => [label, place % count]));
  return Array.from({ length: count }, (_, fold) => {
    const isLeft = ({ label }: Sample) => foldOf.get(label ?? '') === fold;
    const rivals = where(learned, isLeft);
    return {
      learned: where(learned, (sample) => !isLeft(sample)),
      rivals,
      own: subset(learned, []),
      strangers: evenly(joined(rivals, where(val, isLeft)), Math.ceil(maxScored / count), shuffle),
    };
  });
}

function valFold(learned: Embedded, val: Embedded, shuffle: Shuffle): OpenSetFold[] {
  const none = subset(learned, []);
  return [{ learned, rivals: none, own: evenly(val, maxScored, shuffle), strangers: none }];
}

function sceneFolds(learned: Embedded, shuffle: Shuffle): OpenSetFold[] {
  const { samples } = learned;
  const heldIn = new Int32Array(samples.length).fill(-1);
  for (const members of membersByValue(samples.map(({ label }) => label)).values()) {
    const scenes = [...membersByValue(members.map((index) => samples[index].group ?? samples[index].path)).values()];
    if (scenes.length < 2) continue;
    const first = shuffle([...Array(mostFolds).keys()])[0];
    shuffle(scenes).forEach((scene, place) => {
      for (const member of scene) heldIn[members[member]] = (first + place) % mostFolds;
    });
  }
  const folds = [...new Set(heldIn)].filter((fold) => fold >= 0).sort((a, b) => a - b);
  const none = subset(learned, []);
  return folds.map((fold) => ({
    learned: where(learned, (_, index) => heldIn[index] !== fold),
    rivals: none,
    own: evenly(
      where(learned, (_, index) => heldIn[index] === fold),
      Math.ceil(maxScored / folds.length),
      shuffle,
    ),
    strangers: none,
  }));
}

function where(pictures: Embedded, isWanted: (sample: Sample, index: number) => boolean): Embedded {
  return subset(
    pictures,
    pictures.samples.flatMap((sample, index) => (isWanted(sample, index) ? [index] : [])),
  );
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
