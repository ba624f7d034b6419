import { takeRows } from '../base/matrix.ts';
import { random } from '../base/random.ts';
import { isLabelled } from '../data/classes-of.ts';
import type { Sample } from '../data/dataset.ts';
import { nearestOfClass } from '../data/duplicates/nearest-of-class.ts';
import type { Embedded } from '../data/embedding/embedded.ts';
import { sceneSimilarity } from '../fit/held-out/scenes.ts';
import type { Product } from '../linalg/product.ts';
import { mean } from '../metrics/mean.ts';
import { isCorrect, type LabelledPrediction } from './labelled-prediction.ts';
import type { Observed } from './observe.ts';
import type { NearDuplicates } from './results.ts';

/** Pictures with their embeddings. */
export type Pictures = Pick<Embedded, 'samples' | 'embeddings'>;

/** Smallest cosine of near duplicates: below it, pictures of a class are often of different scenes. */
const leastSimilarity = 0.9;

/** Measured pictures that are looked at; it bounds the time with very many. */
const mostAsked = 5000;

/**
 * Finds the measured pictures that nearly repeat a learned one: of the same class, with a cosine of at least 0.9 that
 * is also higher than pictures of different classes usually reach. Gives the accuracy of each approach on these and on
 * the others. Looks at a seeded sample if more than 5,000 pictures were measured. Null if there is nothing to compare.
 */
export async function nearDuplicates(
  observed: Observed,
  { measured, learned }: { readonly measured: Pictures; readonly learned: Pictures },
  { seed, product }: { readonly seed: number; readonly product: Product },
): Promise<NearDuplicates | null> {
  const scored = new Set<Sample>(observed.samples);
  const asked = some(measured, (sample) => scored.has(sample), seed);
  const known = some(learned, isLabelled);
  if (asked.samples.length === 0 || known.samples.length === 0) return null;
  const similarity = Math.max(leastSimilarity, (await sceneSimilarity(known, seed, product)) ?? 0);
  const nearest = await nearestOfClass(rowsOf(asked), rowsOf(known), product);
  const repeats = new Set(asked.samples.filter((_, i) => nearest[i] >= similarity));
  const others = new Set(asked.samples.filter((sample) => !repeats.has(sample)));
  const accuracies = (outcomes: readonly LabelledPrediction[] | null) =>
    outcomes && {
      accuracy: accuracyOn(repeats, observed.samples, outcomes),
      accuracyWithout: accuracyOn(others, observed.samples, outcomes),
    };
  return {
    pictures: repeats.size,
    of: asked.samples.length,
    similarity,
    classifier: accuracies(observed.classifier),
    gallery: accuracies(observed.gallery),
  };
}

/** The pictures that were not learned from byte for byte; `seen` in the result counts the others. */
export function unseenOf(
  { samples, embeddings, hashes }: Pick<Embedded, 'samples' | 'embeddings' | 'hashes'>,
  isSeen: (hash: string) => boolean,
): Pictures {
  const indices = hashes.flatMap((hash, index) => (isSeen(hash) ? [] : [index]));
  return { samples: indices.map((index) => samples[index]), embeddings: takeRows(embeddings, indices) };
}

/** The wanted pictures in their order; with a seed, a sample of at most `mostAsked`. */
function some({ samples, embeddings }: Pictures, isWanted: (sample: Sample) => boolean, seed?: number): Pictures {
  const wanted = samples.flatMap((sample, index) => (isWanted(sample) ? [index] : []));
  const drawn = seed === undefined || wanted.length <= mostAsked ? wanted : drawnOf(wanted, seed);
  return { samples: drawn.map((index) => samples[index]), embeddings: takeRows(embeddings, drawn) };
}

function drawnOf(indices: readonly number[], seed: number): number[] {
  return random(seed, 'near duplicates')
    .shuffle(indices)
    .slice(0, mostAsked)
    .sort((a, b) => a - b);
}

function rowsOf({ samples, embeddings }: Pictures) {
  return { embeddings, labels: samples.map(({ label }) => label ?? '') };
}

/** Null if there is no picture. */
function accuracyOn(
  chosen: ReadonlySet<Sample>,
  samples: readonly Sample[],
  outcomes: readonly LabelledPrediction[],
): number | null {
  const right = outcomes.filter((_, i) => chosen.has(samples[i])).map((outcome) => (isCorrect(outcome) ? 1 : 0));
  return right.length === 0 ? null : mean(right);
}
