import type { ProgressOptions } from '../../base/progress.ts';
import { random } from '../../base/random.ts';
import type { ComparedPair } from '../../calibrate/pairs/pair-units.ts';
import { thresholdFor } from '../../calibrate/threshold-rules/catalogue.ts';
import { classesOf } from '../../data/classes-of.ts';
import type { Sample } from '../../data/dataset.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import { membersByValue } from '../../data/members-by-value.ts';
import { type Components, componentsOf } from '../../data/supervision/components.ts';
import { rowsOf } from '../../data/supervision/sparse-rows.ts';
import type { Threshold } from '../../gallery/threshold.ts';
import type { NearestMeanTools } from '../../train/nearest-mean.ts';
import { drawPerClass } from '../held-out/draw-per-class.ts';
import { withScenes } from '../held-out/scenes.ts';
import { labelled, subset } from '../labelled.ts';
import { fitProjection, type ProjectionSpec } from '../projection-candidates.ts';
import { isEnough } from '../verification-rounds.ts';
import { classPairRounds } from './class-pairs.ts';
import { scorePairs } from './score-pairs.ts';

/** Pairs of labelled pictures, measured in spaces that have not learned their classes. */
export type ClassPairs = {
  readonly pairs: readonly ComparedPair[];
  /** The class of each picture. */
  readonly classes: Components;
};

type Tools = ProgressOptions & NearestMeanTools;

/**
 * Pairs of labelled pictures, of one class and of two, each measured in a space of this kind that has learned neither
 * class. Null with fewer than four classes, or too few pictures for a space.
 */
export async function classPairs(
  given: Embedded,
  spec: ProjectionSpec,
  { seed, product, ...tools }: Tools,
): Promise<ClassPairs | null> {
  const pictures = fewer(given, seed);
  const { labels, classes: names } = labelled(pictures);
  const samples = await inScenes(pictures, { seed, product });
  const classes = componentsOf(labels.length, rowsOf([...membersByValue(labels).values()]));
  const rounds = names.length === 0 ? null : classPairRounds(samples, classes, seed);
  if (rounds === null) return null;
  const fitSpace = (learned: readonly number[]) =>
    fitProjection(spec, labelled(subset(pictures, learned)), { ...tools, seed, product });
  const passed = (round: number) =>
    tools.progress?.({ stage: 'choosing the threshold of verify', done: round, total: rounds.length });
  const { embeddings } = pictures;
  const pairs = await scorePairs(rounds, { embeddings, fitSpace, product, signal: tools.signal, passed });
  return pairs && { pairs, classes };
}

/**
 * The balanced threshold for two pictures of any classes. Where no class has pictures of two scenes, it is above most
 * pairs of two classes. Null where `classPairs` has none.
 */
export async function classVerification(
  pictures: Embedded,
  spec: ProjectionSpec,
  tools: Tools,
): Promise<Threshold | null> {
  const found = await classPairs(pictures, spec, tools);
  if (found === null) return null;
  if (isEnough(found.pairs)) return balancedOf(found.pairs, 'of classes that the space had not learned');
  return thresholdFor({ others: found.pairs.flatMap(({ same, similarity }) => (same ? [] : [similarity])) });
}

/** The balanced threshold of pairs; `from` says in words where they come from. */
export function balancedOf(pairs: readonly ComparedPair[], from: string): Threshold {
  const of = (same: boolean) => pairs.flatMap((pair) => (pair.same === same ? [pair.similarity] : []));
  return thresholdFor({ pairs: { same: of(true), different: of(false), from } });
}

/** The samples in scenes, of which some class must have two. */
async function inScenes(pictures: Embedded, tools: Pick<Tools, 'seed' | 'product'>): Promise<readonly Sample[]> {
  const suits = (samples: readonly Sample[]) => {
    const scenes = new Map<string | null, Set<string | null>>();
    for (const { label, group } of samples) scenes.set(label, (scenes.get(label) ?? new Set()).add(group));
    return [...scenes.values()].filter(({ size }) => size > 1).length >= scenes.size / 2;
  };
  return (await withScenes(pictures, suits, tools)).samples;
}

/** At most this many classes are compared, and pictures in all. */
const maxClasses = 3000;
const maxPictures = 15_000;

/** A seeded part of the pictures that bounds the work: some classes, and equally many pictures of each. */
function fewer(pictures: Embedded, seed: number): Embedded {
  const classes = random(seed, 'compared classes').shuffle(classesOf(pictures.samples)).slice(0, maxClasses);
  const perClass = Math.max(2, Math.floor(maxPictures / classes.length));
  const chosen = new Set<string | null>(classes);
  const drawn = drawPerClass(pictures.samples, seed)(perClass);
  return subset(
    pictures,
    drawn.filter((index) => chosen.has(pictures.samples[index].label)),
  );
}
