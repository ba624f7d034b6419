import type { Sample } from '../data/dataset.ts';
import type { Embedded } from '../data/embedded.ts';
import { splitDataset } from '../data/split-dataset.ts';
import type { Product } from '../linalg/product.ts';
import { labelledOnly, subset } from './labelled.ts';
import { type Whole, withScenes } from './scenes.ts';

/** Pictures to learn on and pictures to select on, which share no scene. */
export type Held = { readonly train: Embedded; readonly val: Embedded };

/** Pictures to learn from and pictures to measure on; samples carry what was kept together as their `group`. */
export type Measured = { readonly learned: Embedded; readonly measured: Embedded; readonly whole: Whole };

/** The share of pictures that is held out. */
export const aFifth = 0.2;

/** Of what a comparison learns from after a fifth was held out to measure on, this share is a fifth of all. */
export const aFifthOfAll = 0.25;

/** Of the wanted share so much at least must be found, else scenes are sought nearer: too few pictures say too little. */
const leastOfShare = 0.5;

/** Below this share of all pictures those that a network has spared say too little. */
const leastShare = 0.1;

/**
 * Holds out a seeded share, stratified by class, by the groups that the data set gives. Where it gives none, pictures
 * of one scene (bursts, near duplicates) are found in the embeddings and kept together, because a twin in train makes
 * a held-out picture look easier than a new one will be. Every class stays in train; `val` is empty where every class has
 * one picture. The parts do not depend on the order of the pictures.
 */
export async function holdOut(embedded: Embedded, seed: number, product: Product, share = aFifth): Promise<Held> {
  const suits = (samples: readonly Sample[]) => isEnough(parted(samples, seed, share), share);
  const { samples } = await withScenes(embedded, suits, { seed, product });
  const { kept, held } = parted(samples, seed, share);
  return { train: subset(embedded, kept), val: subset(embedded, held) };
}

/**
 * Holds out the labelled pictures that a comparison measures on: the fifth that `holdOut` would select on, where learning
 * can hold out another such part of the rest, by the same groups or scenes.
 */
export async function holdOutToMeasure(embedded: Embedded, seed: number, product: Product): Promise<Measured> {
  const labelled = labelledOnly(embedded);
  const suits = (samples: readonly Sample[]) => {
    const first = parted(samples, seed, aFifth);
    const rest = first.kept.map((index) => samples[index]);
    return isEnough(first, aFifth) && isEnough(parted(rest, seed, aFifthOfAll), aFifthOfAll);
  };
  const { samples, whole } = await withScenes(labelled, suits, { seed, product });
  const { kept, held } = parted(samples, seed, aFifth);
  const grouped = { ...labelled, samples };
  return { learned: subset(grouped, kept), measured: subset(grouped, held), whole };
}

/**
 * What the embedder has spared, as the part to select on; null where it has learned from nothing, or from so much that
 * what is left says too little.
 */
export function unseenPart(embedded: Embedded, seen: (hash: string) => boolean): Held | null {
  const indices = (learned: boolean) =>
    embedded.hashes.flatMap((hash, index) => (seen(hash) === learned ? [index] : []));
  const [learned, left] = [indices(true), indices(false)];
  if (learned.length === 0 || left.length < leastShare * embedded.hashes.length) return null;
  const held = { train: subset(embedded, learned), val: subset(embedded, left) };
  const classes = new Set(held.train.samples.map(({ label }) => label));
  return held.val.samples.every(({ label }) => classes.has(label)) ? held : null;
}

/** Places of the samples that are learned from, and of those held out. */
type Parted = { readonly kept: readonly number[]; readonly held: readonly number[] };

/** By group, stratified by class, every class among those that are kept. */
export function parted(samples: readonly Sample[], seed: number, share: number): Parted {
  const shares = { train: 1 - share, val: share, test: 0 };
  const split = withEveryClassInTrain(splitDataset(samples, { seed, shares, purpose: 'validation' }));
  const places = (part: string) => split.flatMap((sample, index) => (sample.part === part ? [index] : []));
  return { kept: places('train'), held: places('val') };
}

function isEnough({ kept, held }: Parted, share: number): boolean {
  return held.length >= leastOfShare * share * (kept.length + held.length);
}

/** A class whose every group went to val, as groups of several classes may, comes back with all of them. */
function withEveryClassInTrain(split: readonly Sample[]): readonly Sample[] {
  const learned = new Set(split.flatMap(({ label, part }) => (part === 'train' ? [label] : [])));
  const lost = split.filter(({ label }) => !learned.has(label));
  const groups = new Set(lost.flatMap(({ group }) => group ?? []));
  const comesBack = ({ label, group }: Sample) => !learned.has(label) || (group !== null && groups.has(group));
  return lost.length === 0
    ? split
    : split.map((sample) => (comesBack(sample) ? { ...sample, part: 'train' as const } : sample));
}
