import { stat } from 'node:fs/promises';
import { DiscernError } from '../../base/error.ts';
import { counted } from '../../base/figures.ts';
import { sha256OfJson } from '../../base/hash.ts';
import { classesOf, isLabelled } from '../../data/classes-of.ts';
import type { Dataset, LabelledSample, Sample } from '../../data/dataset.ts';
import { learningParts } from '../../data/use-parts.ts';
import { homeOf, portablePath } from '../portable-path.ts';
import type { WorkOptions } from '../work-options.ts';

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
export async function learningSet(
  dataset: Dataset,
  path: string,
  { warn }: Pick<WorkOptions, 'warn'> = {},
): Promise<LearningSet> {
  refuseComparisons(dataset);
  const parts = learningParts(dataset);
  const train = parts.train.filter(isLabelled);
  requireEnough(train);
  const classes = classesOf(train);
  const val = ofKnownClasses(parts.val?.filter(isLabelled) ?? [], classes, warn);
  return {
    name: dataset.name,
    train,
    val: val.length > 0 ? val : null,
    classes,
    fingerprint: await fingerprintOf([...train, ...val], await homeOf(path)),
  };
}

/** What training can be judged by; tells how much of val it cannot. */
function ofKnownClasses(
  val: readonly LabelledSample[],
  classes: readonly string[],
  warn: WorkOptions['warn'],
): LabelledSample[] {
  const known = new Set(classes);
  const usable = val.filter(({ label }) => known.has(label));
  const unknown = classesOf(val).filter((label) => !known.has(label));
  const left = counted(val.length - usable.length, 'picture');
  if (unknown.length > 0)
    warn?.(
      `${left} of val left out: train has none of ${counted(unknown.length, 'class', 'classes')}, first ${unknown[0]}`,
    );
  return usable;
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

/** Throws `too-few` where pictures are of one class, or hardly any, `unread` others having been left out. */
export function requireEnough(train: readonly LabelledSample[], unread = 0): void {
  const classes = classesOf(train);
  if (classes.length >= 2 && train.length >= leastPictures) return;
  const left = unread > 0 ? `, without ${counted(unread, 'picture')} that cannot be read` : '';
  throw new DiscernError('too-few', 'training needs pictures of two classes or more', {
    given: `${counted(train.length, 'picture')} of ${counted(classes.length, 'class', 'classes')}${left}`,
    expected: `at least ${leastPictures} pictures, of at least two classes`,
    todo:
      classes.length < 2
        ? 'add pictures of another class, or use `discern fit`, which builds a gallery of one'
        : 'add pictures, or use `discern fit` on the backbone as it is',
  });
}
