import type { Sample } from '../../data/dataset.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import { splitDataset } from '../../data/splits/split-dataset.ts';
import type { Product } from '../../linalg/product.ts';
import { labelledOnly, subset } from '../labelled.ts';
import { type Whole, withScenes } from './scenes.ts';

/** The pictures to train on and the pictures to select on; they share no scene. */
export type Held = { readonly train: Embedded; readonly val: Embedded };

/** The pictures to train on and to measure on; the `group` of samples is what was kept on one side (`whole`). */
export type Measured = { readonly learned: Embedded; readonly measured: Embedded; readonly whole: Whole };

/** The share of pictures that is held out. */
export const aFifth = 0.2;

/** A fifth of all pictures, as a share of the rest after a fifth was held out. */
export const aFifthOfAll = 0.25;

/** At least this part of the wanted share must be held out; otherwise smaller scenes are tried. */
const minPartOfShare = 0.5;

/** The least share of pictures that the network was not trained on, to use them for selection. */
const minUnseenShare = 0.1;

/**
 * Holds out a seeded share of pictures, stratified by class, keeping each group of the data set on one side. Without
 * groups, it finds scenes (bursts, near duplicates) in the embeddings and keeps each on one side: a near duplicate in
 * train would make a held-out picture too easy. Every class stays in train; `val` is empty if every class has one
 * picture. The parts do not depend on the order of the pictures.
 */
export async function holdOut(embedded: Embedded, seed: number, product: Product, share = aFifth): Promise<Held> {
  const suits = (samples: readonly Sample[]) => isEnough(parted(samples, seed, share), share);
  const { samples } = await withScenes(embedded, suits, { seed, product });
  const { kept, held } = parted(samples, seed, share);
  return { train: subset(embedded, kept), val: subset(embedded, held) };
}

/**
 * Holds out the labelled pictures that `compare` measures on: the fifth that `holdOut` would select on. The scenes are
 * chosen so that the fit can hold out another fifth of the rest.
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
 * Uses the pictures that the embedder was not trained on as val. Null if it was trained on none of the pictures, or if
 * fewer than 10 % are left.
 */
export function unseenPart(embedded: Embedded, seen: (hash: string) => boolean): Held | null {
  const indices = (learned: boolean) =>
    embedded.hashes.flatMap((hash, index) => (seen(hash) === learned ? [index] : []));
  const [learned, left] = [indices(true), indices(false)];
  if (learned.length === 0 || left.length < minUnseenShare * embedded.hashes.length) return null;
  const held = { train: subset(embedded, learned), val: subset(embedded, left) };
  const classes = new Set(held.train.samples.map(({ label }) => label));
  return held.val.samples.every(({ label }) => classes.has(label)) ? held : null;
}

/** The indices of the samples to train on, and of the held-out ones. */
type Parted = { readonly kept: readonly number[]; readonly held: readonly number[] };

/** A split by group, stratified by class, with every class among the kept samples. */
export function parted(samples: readonly Sample[], seed: number, share: number): Parted {
  const shares = { train: 1 - share, val: share, test: 0 };
  const split = withEveryClassInTrain(splitDataset(samples, { seed, shares, purpose: 'validation' }));
  const indices = (part: string) => split.flatMap((sample, index) => (sample.part === part ? [index] : []));
  return { kept: indices('train'), held: indices('val') };
}

function isEnough({ kept, held }: Parted, share: number): boolean {
  return held.length >= minPartOfShare * share * (kept.length + held.length);
}

/** If all groups of a class went to val (as groups of several classes may), moves these groups back to train. */
function withEveryClassInTrain(split: readonly Sample[]): readonly Sample[] {
  const learned = new Set(split.flatMap(({ label, part }) => (part === 'train' ? [label] : [])));
  const lost = split.filter(({ label }) => !learned.has(label));
  const groups = new Set(lost.flatMap(({ group }) => group ?? []));
  const comesBack = ({ label, group }: Sample) => !learned.has(label) || (group !== null && groups.has(group));
  return lost.length === 0
    ? split
    : split.map((sample) => (comesBack(sample) ? { ...sample, part: 'train' as const } : sample));
}
