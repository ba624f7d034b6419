import { DiscernError } from '../../base/error.ts';
import { counted } from '../../base/figures.ts';
import { type Dataset, type Part, parts, type Sample } from '../dataset.ts';

/** The training samples, and the validation samples; `val` is null if the data set has none (fit then splits train). */
export type LearningParts = { readonly train: readonly Sample[]; readonly val: readonly Sample[] | null };

/** The samples that `evaluate` scores, and their part; `all` if the data set has neither test nor val. */
export type ScoringPart = { readonly samples: readonly Sample[]; readonly part: Part | 'all' };

/** The samples that `compare` trains on, selects on and scores. */
export type ComparisonParts = LearningParts & { readonly score: readonly Sample[]; readonly part: 'test' | 'val' };

/**
 * The samples that `fit` uses: train, and val if there is one; never test. A data set without parts is all train.
 * Throws `empty` if there are parts but no train.
 */
export function learningParts(dataset: Dataset): LearningParts {
  const train = isSplit(dataset) ? partOf(dataset.samples, 'train') : dataset.samples;
  if (train.length === 0) throw noTrain(dataset);
  const val = partOf(dataset.samples, 'val');
  return { train, val: val.length > 0 ? val : null };
}

/** The samples that `evaluate` scores: test, otherwise val, otherwise all. */
export function scoringPart({ samples }: Dataset): ScoringPart {
  const part = (['test', 'val'] as const).find((name) => samples.some((sample) => sample.part === name));
  return part === undefined ? { samples, part: 'all' } : { samples: partOf(samples, part), part };
}

/**
 * The samples that `compare` uses. It scores test, otherwise val; a val part that is scored is not used for selection.
 * Null if the data set has only train, or no parts: `compare` then splits the embedded pictures, keeping each scene on
 * one side.
 */
export function comparisonParts(dataset: Dataset): ComparisonParts | null {
  const { samples, part } = scoringPart(dataset);
  if (part === 'all' || part === 'train') return null;
  const { train, val } = learningParts(dataset);
  return { train, val: part === 'test' ? val : null, score: samples, part };
}

/** The number of samples of each part. */
export function partSizes(samples: readonly Sample[]): Record<Part, number> {
  const [train, val, test] = parts.map((part) => partOf(samples, part).length);
  return { train, val, test };
}

function isSplit({ samples }: Dataset): boolean {
  return samples.some(({ part }) => part !== null);
}

function partOf(samples: readonly Sample[], part: Part): Sample[] {
  return samples.filter((sample) => sample.part === part);
}

function noTrain({ name, samples }: Dataset): DiscernError {
  const { val, test } = partSizes(samples);
  return new DiscernError('empty', `${name} has no train part to learn from`, {
    given: `${counted(val, 'picture')} in val and ${test} in test`,
    expected: 'a train part',
    todo: 'add a train folder, or rows whose split is train; or give a data set without parts',
  });
}
