import { stat } from 'node:fs/promises';
import { DiscernError } from '../../base/error.ts';
import { counted } from '../../base/figures.ts';
import { sha256OfJson } from '../../base/hash.ts';
import { classesOf, isLabelled } from '../../data/classes-of.ts';
import type { Dataset, LabelledSample, Sample } from '../../data/dataset.ts';
import { learningParts } from '../../data/use-parts.ts';
import { homeOf, portablePath } from '../portable-path.ts';

/** The pictures of a data set that training uses. */
export type LearningSet = {
  readonly name: string;
  readonly train: readonly LabelledSample[];
  /** What the data set gives to select on, of classes that train has; null where it gives none. */
  readonly val: readonly LabelledSample[] | null;
  /** Of train, in code-point order. */
  readonly classes: readonly string[];
  /** SHA-256 over paths within the data set, labels, parts and sizes in bytes. */
  readonly fingerprint: string;
};

/** The fewest pictures that are worth a training. */
const leastPictures = 8;

/**
 * What training learns and selects on. Throws `unsupported` for pairs and triplets, `too-few` for one class or hardly
 * any pictures, and what learningParts throws.
 */
export async function learningSet(dataset: Dataset, path: string): Promise<LearningSet> {
  refuseComparisons(dataset);
  const parts = learningParts(dataset);
  const train = parts.train.filter(isLabelled);
  const classes = classesOf(train);
  refuseTooFew(train, classes);
  const known = new Set(classes);
  const val = parts.val?.filter(isLabelled).filter(({ label }) => known.has(label)) ?? [];
  return {
    name: dataset.name,
    train,
    val: val.length > 0 ? val : null,
    classes,
    fingerprint: await fingerprintOf([...train, ...val], await homeOf(path)),
  };
}

async function fingerprintOf(samples: readonly Sample[], home: string): Promise<string> {
  const sizes = await Promise.all(
    samples.map(({ path }) =>
      stat(path).then(
        ({ size }) => size,
        () => null,
      ),
    ),
  );
  return sha256OfJson(samples.map(({ path, label, part }, i) => [portablePath(path, home), label, part, sizes[i]]));
}

function refuseComparisons({ name, pairs, triplets }: Dataset): void {
  if (pairs.length + triplets.length === 0) return;
  throw new DiscernError('unsupported', `${name} lists pairs or triplets, and training learns from labels`, {
    given: `${counted(pairs.length, 'pair')}, ${counted(triplets.length, 'triplet')}`,
    expected: 'pictures with a label each',
    todo: 'give a folder of class folders, or a list with the columns path and label',
  });
}

function refuseTooFew(train: readonly Sample[], classes: readonly string[]): void {
  if (classes.length >= 2 && train.length >= leastPictures) return;
  throw new DiscernError('too-few', 'training needs pictures of two classes or more', {
    given: `${counted(train.length, 'picture')} of ${counted(classes.length, 'class', 'classes')}`,
    expected: `at least ${leastPictures} pictures, of at least two classes`,
    todo:
      classes.length < 2
        ? 'add pictures of another class, or use `discern fit`, which builds a gallery of one'
        : 'add pictures, or use `discern fit` on the backbone as it is',
  });
}
