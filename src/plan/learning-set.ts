import { DiscernError } from '../base/error.ts';
import { counted } from '../base/figures.ts';
import { sha256OfJson } from '../base/hash.ts';
import { type AnnotatedPictures, isTrainable } from '../data/annotations/annotated-pictures.ts';
import { consistentAnnotations } from '../data/annotations/consistent-annotations.ts';
import { classesOf, isLabelled } from '../data/classes-of.ts';
import type { Dataset, Sample } from '../data/dataset.ts';
import { type LearningParts, learningParts } from '../data/splits/use-parts.ts';

/** The pictures of a data set that training uses. */
export type LearningSet = {
  readonly name: string;
  readonly train: readonly Sample[];
  /** The part that selects the best epoch; null where the data set has none. */
  readonly val: readonly Sample[] | null;
  /**
   * Whether val has classes of train, or none of them: then it measures how well classes that were never learned are
   * separated.
   */
  readonly valClasses: 'known' | 'new';
  /** Of train, in code-point order. */
  readonly classes: readonly string[];
  /** Annotations of train and then of val; null where every picture has a label and there is nothing else. */
  readonly annotated: AnnotatedPictures | null;
  /** SHA-256 over paths within the data set, labels, parts, sizes in bytes, and the annotations. */
  readonly fingerprint: string;
};

/** The fewest pictures that are worth a training. */
const leastPictures = 8;

/** Describes every picture for the fingerprint: its path within the data set, label, part and size in bytes. */
export type DescribePictures = (samples: readonly Sample[]) => Promise<readonly unknown[]>;

/** Receives a message that a person should read. */
type Warn = ((message: string) => void) | undefined;

/**
 * The pictures that training learns and selects on, by labels; or by pairs, triplets or groups, and labels where there
 * are some. Throws `too-few` where hardly anything can be learned, `contradiction` with the chains of annotations that
 * cannot all be true, and what learningParts throws.
 */
export async function learningSetOf(
  dataset: Dataset,
  describe: DescribePictures,
  { warn }: { readonly warn?: Warn } = {},
): Promise<LearningSet> {
  const parts = learningParts(dataset);
  return (isAnnotated(dataset) ? annotatedSet : labelledSet)(dataset, parts, describe, warn);
}

/** Whether a data set has more than labels to learn from. */
function isAnnotated({ samples, classes, pairs, triplets }: Dataset): boolean {
  return pairs.length + triplets.length > 0 || (classes.length === 0 && samples.some(({ group }) => group !== null));
}

async function labelledSet(
  { name }: Dataset,
  parts: LearningParts,
  describe: DescribePictures,
  warn: Warn,
): Promise<LearningSet> {
  const train = parts.train.filter(isLabelled);
  requireEnough(train, null);
  const classes = classesOf(train);
  const given = parts.val?.filter(isLabelled) ?? [];
  const valClasses = areNew(given, classes) ? 'new' : 'known';
  const val = valClasses === 'new' ? given : ofKnownClasses(given, classes, warn);
  const fingerprint = await sha256OfJson(await describe([...train, ...val]));
  return { name, train, val: val.length > 0 ? val : null, valClasses, classes, annotated: null, fingerprint };
}

async function annotatedSet(
  dataset: Dataset,
  { train, val }: LearningParts,
  describe: DescribePictures,
  warn: Warn,
): Promise<LearningSet> {
  const used = [...train, ...(val ?? [])];
  const annotated = consistentAnnotations(dataset, used, warn);
  requireEnough(train, annotated);
  const { pairs = [], triplets = [], groups = [] } = annotated.annotations;
  const fingerprint = await sha256OfJson({ pictures: await describe(used), pairs, triplets, groups });
  return { name: dataset.name, train, val, valClasses: 'known', classes: classesOf(train), annotated, fingerprint };
}

/** Whether pictures are of two classes or more, none of them learned, and some can find another one of theirs. */
function areNew(val: readonly Sample[], classes: readonly string[]): boolean {
  const [known, own] = [new Set(classes), classesOf(val)];
  return own.length >= 2 && own.length < val.length && !own.some((label) => known.has(label));
}

/** The pictures of val whose class train has too. Warns of the others, which cannot measure training. */
function ofKnownClasses<T extends Sample>(val: readonly T[], classes: readonly string[], warn: Warn): T[] {
  const known = new Set(classes);
  const isKnown = ({ label }: Sample) => label !== null && known.has(label);
  const usable = val.filter(isKnown);
  const unknown = classesOf(val).filter((label) => !known.has(label));
  const left = counted(val.length - usable.length, 'picture');
  if (unknown.length > 0)
    warn?.(
      `${left} of val left out: train has none of ${counted(unknown.length, 'class', 'classes')}, first ${unknown[0]}`,
    );
  return usable;
}

/**
 * Throws `too-few` where there are hardly any pictures, or nothing can be learned from them: they are of one class, or
 * no annotation says that any are the same, or that any differ. `unread`: how many others could not be read.
 */
export function requireEnough(train: readonly Sample[], annotated: AnnotatedPictures | null, unread = 0): void {
  const classes = classesOf(train);
  const canTrain = annotated ? isTrainable(annotated) : classes.length >= 2;
  if (canTrain && train.length >= leastPictures) return;
  const left = unread > 0 ? `, without ${counted(unread, 'picture')} that cannot be read` : '';
  const pictures = counted(train.length, 'picture');
  throw annotated
    ? tooFewAnnotated(`${pictures}${left}`, canTrain)
    : tooFewClasses(`${pictures} of ${counted(classes.length, 'class', 'classes')}${left}`, classes.length);
}

function tooFewClasses(given: string, classes: number): DiscernError {
  return new DiscernError('too-few', 'training needs pictures of two classes or more', {
    given,
    expected: `at least ${leastPictures} pictures, of at least two classes`,
    todo:
      classes < 2
        ? 'add pictures of another class, or build a gallery of one: discern fit DATA --out BUNDLE'
        : 'add pictures, or take the backbone as it is: discern fit DATA --out BUNDLE',
  });
}

function tooFewAnnotated(given: string, isTrainable: boolean): DiscernError {
  return new DiscernError('too-few', 'training needs pictures that are the same, and pictures that differ', {
    given: isTrainable ? given : `${given}; nothing says which are the same, or nothing which differ`,
    expected: `at least ${leastPictures} pictures, pairs of both kinds, triplets, or groups of two and more`,
    todo: isTrainable
      ? 'add pictures, or find a threshold for the backbone as it is: discern fit DATA --out BUNDLE'
      : 'add statements of the kind that is missing',
  });
}
