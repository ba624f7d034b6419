import { type Random, random } from '../../base/random.ts';
import type { NumberedPair } from '../../data/annotations/annotations.ts';
import { identityFolds } from '../../data/annotations/identity-folds.ts';
import type { Sample } from '../../data/dataset.ts';
import { membersByValue } from '../../data/members-by-value.ts';
import type { Components } from '../../data/supervision/components.ts';
import type { VerificationRound } from '../verification-rounds.ts';

/**
 * Each space is fitted without one fold of classes; two folds where there are fewer than ten classes. More folds take
 * longer. With fewer, a space of as many directions as classes would differ more from that of all classes.
 */
const maxFolds = 5;

/** At most this many same pairs of a class, and different pairs of two classes. */
const perClass = 10;

/** Each class is compared with this many of the next ones, in a drawn order. */
const neighbours = 4;

/**
 * Rounds of pairs of labelled pictures, each measured in a space that has learned neither of its classes. Same pairs
 * are of different scenes (the `group` of samples; a picture without one is a scene of its own). `classes` gives the
 * class of each picture. Null with fewer than four classes.
 */
export function classPairRounds(
  samples: readonly Pick<Sample, 'group'>[],
  classes: Components,
  seed: number,
): VerificationRound[] | null {
  if (classes.count < 4) return null;
  const draw = random(seed, 'pairs of classes');
  const folds = classes.count < 2 * maxFolds ? 2 : maxFolds;
  const foldOf = identityFolds(classes, folds, seed);
  const everything = draw.shuffle(Array.from(foldOf, (_, picture) => picture));
  return Array.from({ length: folds }, (_, fold) => {
    const left = everything.filter((picture) => foldOf[picture] === fold);
    const members = draw.shuffle([...membersByValue(left.map((picture) => classes.of[picture])).values()]);
    const pictures = members.map((positions) => positions.map((position) => left[position]));
    return {
      learned: everything.filter((picture) => foldOf[picture] !== fold),
      asked: [...pictures.flatMap((own) => sameOf(own, samples, draw)), ...differentOf(pictures, draw)],
    };
  });
}

function sameOf(own: readonly number[], samples: readonly Pick<Sample, 'group'>[], draw: Random): NumberedPair[] {
  const sceneOf = (picture: number) => samples[picture].group ?? `picture ${picture}`;
  const some = draw.shuffle(own).slice(0, 4 * perClass);
  const pairs = some.flatMap((a, i) => some.slice(i + 1).map((b) => ({ a, b, same: true })));
  return draw.shuffle(pairs.filter(({ a, b }) => sceneOf(a) !== sceneOf(b))).slice(0, perClass);
}

/** Pairs of each class with the next ones. First those of every second with the next: each class is in one of them. */
function differentOf(classes: readonly (readonly number[])[], draw: Random): NumberedPair[] {
  if (classes.length < 2) return [];
  const next = (step: number) => classes.map((own, index) => [own, classes[(index + step) % classes.length]] as const);
  const matching = next(1).filter((_, index) => index % 2 === 0 && index + 1 < classes.length);
  const others = next(1).filter((_, index) => index % 2 === 1 || index + 1 === classes.length);
  const steps = Array.from({ length: Math.min(neighbours, Math.floor((classes.length - 1) / 2)) - 1 }, (_, i) => i + 2);
  return [...matching, ...others, ...steps.flatMap(next)].flatMap(([first, second]) =>
    Array.from({ length: Math.min(perClass, first.length * second.length) }, () => ({
      a: first[draw.integer(first.length)],
      b: second[draw.integer(second.length)],
      same: false,
    })),
  );
}
