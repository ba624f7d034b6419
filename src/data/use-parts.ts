import { DiscernError } from '../base/error.ts';
import { type Dataset, type Part, parts, type Sample } from './dataset.ts';
import { counted } from './first-few.ts';

/**
 * What a model is learned from, and the pictures that are given to select on; null where there are none: learning then
 * holds out a part of train.
 */
export type LearningParts = { readonly train: readonly Sample[]; readonly val: readonly Sample[] | null };

/** What a finished model is scored on, and which part that is; `all` where the data set has neither test nor val. */
export type ScoringPart = { readonly samples: readonly Sample[]; readonly part: Part | 'all' };

/** What a comparison learns from, selects on and scores. */
export type ComparisonParts = LearningParts & { readonly score: readonly Sample[]; readonly part: 'test' | 'val' };

/**
 * What `fit` uses: train, and val to select on where there is one; never test. A data set without parts is all train.
 * Throws `empty` where there are parts but no train.
 */
export function learningParts(dataset: Dataset): LearningParts {
  const train = isSplit(dataset) ? partOf(dataset.samples, 'train') : dataset.samples;
  if (train.length === 0) throw noTrain(dataset);
  const val = partOf(dataset.samples, 'val');
  return { train, val: val.length > 0 ? val : null };
}

/** What `evaluate` scores: test, else val, else everything. */
export function scoringPart({ samples }: Dataset): ScoringPart {
  const part = (['test', 'val'] as const).find((name) => samples.some((sample) => sample.part === name));
  return part === undefined ? { samples, part: 'all' } : { samples: partOf(samples, part), part };
}

/**
 * What `compare` uses: it scores test, else val, which is then not selected on, so that nothing was selected on what is
 * scored. Null where there is nothing but train, or no parts: a part to score is then drawn from the embedded pictures,
 * so that no scene lies on both sides.
 */
export function comparisonParts(dataset: Dataset): ComparisonParts | null {
  const { samples, part } = scoringPart(dataset);
  if (part === 'all' || part === 'train') return null;
  const { train, val } = learningParts(dataset);
  return { train, val: part === 'test' ? val : null, score: samples, part };
}

/** How many samples each part has. */
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
