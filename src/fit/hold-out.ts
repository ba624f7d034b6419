import { byCodePoint } from '../base/hash.ts';
import { type Matrix, row, takeRows } from '../base/matrix.ts';
import { random } from '../base/random.ts';
import type { Sample } from '../data/dataset.ts';
import type { Embedded } from '../data/embedded.ts';
import { nearDuplicateClusters } from '../data/near-duplicate-clusters.ts';
import { validationFifth } from '../data/split-dataset.ts';
import { quantile } from '../metrics/quantile.ts';
import type { Product } from '../runtime/product.ts';
import { subset } from './labelled.ts';

/** Pictures to learn on and pictures to select on, which share no scene. */
export type Held = { readonly train: Embedded; readonly val: Embedded };

/** Two pictures of a class show one scene when they are closer than this share of pictures is to any other class. */
const sceneQuantile = 0.8;

/** Pictures that are looked at to find where scenes begin, and those they are compared with. */
const probes = 1000;
const others = 8000;

/**
 * Pictures of a class that are compared each with each. Of larger classes, so many that follow one another by path, as
 * the pictures of a burst do: else time would grow with the square of a class.
 */
export const mostCompared = 2000;

/** Below this share of all pictures a hold-out by scene says too little. */
const leastShare = 0.1;

/** Where classes are so unlike that each looks like one scene, scenes are sought nearer, this many times. */
const attempts = 4;

/**
 * Holds out a seeded fifth, stratified by class, by the groups that the data set gives. Where it gives none, pictures
 * of one scene (bursts, near duplicates) are found in the embeddings and kept together, because a twin in train makes
 * a held-out picture look easier than a new one will be. Every class stays in train; `val` is empty where every class has
 * one picture. The parts do not depend on the order of the pictures.
 */
export async function holdOut(embedded: Embedded, seed: number, product: Product): Promise<Held> {
  const { samples, embeddings } = embedded;
  const grouped = samples.some(({ group }) => group !== null);
  let similarity = grouped ? null : await sceneSimilarity(embedded, seed, product);
  for (let attempt = 0; attempt < attempts && similarity !== null; attempt++) {
    const held = parted(embedded, await withScenes(samples, embeddings, similarity, product), seed);
    if (held.val.samples.length >= leastShare * samples.length) return held;
    similarity = (1 + similarity) / 2;
  }
  return parted(embedded, samples, seed);
}

/**
 * What the embedder has spared, as the part to select on; null where it has learned from nothing, or from so much that
 * what is left says too little.
 */
export function spared(embedded: Embedded, seen: (hash: string) => boolean): Held | null {
  const indices = (learned: boolean) =>
    embedded.hashes.flatMap((hash, index) => (seen(hash) === learned ? [index] : []));
  const [learned, left] = [indices(true), indices(false)];
  if (learned.length === 0 || left.length < leastShare * embedded.hashes.length) return null;
  const held = { train: subset(embedded, learned), val: subset(embedded, left) };
  const classes = new Set(held.train.samples.map(({ label }) => label));
  return held.val.samples.every(({ label }) => classes.has(label)) ? held : null;
}

function parted(embedded: Embedded, samples: readonly Sample[], seed: number): Held {
  const split = withEveryClassInTrain(validationFifth(samples, seed));
  const indices = (part: string) => split.flatMap((sample, index) => (sample.part === part ? [index] : []));
  return { train: subset(embedded, indices('train')), val: subset(embedded, indices('val')) };
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

async function withScenes(
  samples: readonly Sample[],
  embeddings: Matrix,
  similarity: number,
  product: Product,
): Promise<Sample[]> {
  const scenes = await nearDuplicateClusters(embeddings, stretchesOf(samples), product, { similarity });
  return samples.map((sample, index) => ({ ...sample, group: `scene ${scenes[index]}` }));
}

/** Names, for each picture, those that it is compared with: its class, or the stretch of a large class it stands in. */
function stretchesOf(samples: readonly Sample[]): string[] {
  const counts = new Map<string | null, number>();
  const stretches: string[] = [];
  for (const index of byPath(samples)) {
    const { label } = samples[index];
    const count = counts.get(label) ?? 0;
    counts.set(label, count + 1);
    stretches[index] = `${Math.floor(count / mostCompared)} ${label}`;
  }
  return stretches;
}

/** The indices of the samples in the order of their paths. */
function byPath(samples: readonly Sample[]): number[] {
  return samples.map((_, index) => index).sort((a, b) => byCodePoint(samples[a].path, samples[b].path));
}

/** The cosine from which pictures of a class count as one scene; null with a single class, for want of another. */
async function sceneSimilarity(
  { samples, embeddings }: Embedded,
  seed: number,
  product: Product,
): Promise<number | null> {
  const labels = samples.map(({ label }) => label);
  const order = random(seed, 'scenes').shuffle(byPath(samples));
  const [asked, against] = [order.slice(0, probes), order.slice(0, others)];
  const similarities = await product(takeRows(embeddings, asked), takeRows(embeddings, against));
  const nearest = asked.flatMap((probe, q) => {
    const best = row(similarities, q).reduce(
      (most, value, i) => (labels[against[i]] === labels[probe] ? most : Math.max(most, value)),
      Number.NEGATIVE_INFINITY,
    );
    return Number.isFinite(best) ? [best] : [];
  });
  return nearest.length > 0 ? quantile(Float64Array.from(nearest).sort(), sceneQuantile) : null;
}
