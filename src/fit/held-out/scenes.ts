import { byCodePoint } from '../../base/hash.ts';
import { type Matrix, row, takeRows } from '../../base/matrix.ts';
import { random } from '../../base/random.ts';
import type { Sample } from '../../data/dataset.ts';
import { nearDuplicateClusters } from '../../data/duplicates/near-duplicate-clusters.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import type { Product } from '../../linalg/product.ts';
import { quantile } from '../../metrics/quantile.ts';

/** Pictures of a class are one scene if they are closer than this share of all pictures is to any other class. */
const sceneQuantile = 0.8;

/** The numbers of pictures that estimate the similarity limit of scenes, and of those they are compared with. */
const probes = 1000;
const others = 8000;

/**
 * The largest number of pictures that are compared with each other. Larger classes are divided by path order, as the
 * paths of a burst follow each other; otherwise time would grow with the square of a class.
 */
export const maxCompared = 2000;

/** How often a higher similarity limit is tried, if classes are so different that each looks like one scene. */
const attempts = 4;

/** What a drawn split keeps on one side: groups of the data set, scenes found in the embeddings, or single pictures. */
export type Whole = 'groups' | 'scenes' | 'pictures';

/** Samples whose `group` stays on one side of a split, and the kind of these groups. */
export type Scenes = { readonly samples: readonly Sample[]; readonly whole: Whole };

/**
 * Groups samples for a split: by the groups of the data set, or otherwise by scenes (bursts, near duplicates of one
 * class) found in the embeddings. `suits` decides whether scenes allow a useful split; if not, smaller scenes are
 * tried, and if none suits, the samples are returned unchanged. Scenes do not depend on the order of the pictures.
 */
export async function withScenes(
  { samples, embeddings }: Embedded,
  suits: (samples: readonly Sample[]) => boolean,
  { seed, product }: { readonly seed: number; readonly product: Product },
): Promise<Scenes> {
  if (samples.some(({ group }) => group !== null)) return { samples, whole: 'groups' };
  let similarity = await sceneSimilarity({ samples, embeddings }, seed, product);
  for (let attempt = 0; attempt < attempts && similarity !== null; attempt++) {
    const grouped = await inScenes(samples, embeddings, similarity, product);
    if (suits(grouped)) return { samples: grouped, whole: 'scenes' };
    similarity = (1 + similarity) / 2;
  }
  return { samples, whole: 'pictures' };
}

/** Groups samples by scenes: pictures of a class that a cosine of at least `similarity` links. */
export async function inScenes(
  samples: readonly Sample[],
  embeddings: Matrix,
  similarity: number,
  product: Product,
): Promise<Sample[]> {
  const scenes = await nearDuplicateClusters(embeddings, stretchesOf(samples), product, { similarity });
  return samples.map((sample, index) => ({ ...sample, group: `scene ${scenes[index]}` }));
}

/** A key for each picture; pictures with equal keys are compared: a class, or a stretch of a large class. */
function stretchesOf(samples: readonly Sample[]): string[] {
  const counts = new Map<string | null, number>();
  const stretches: string[] = [];
  for (const index of byPath(samples)) {
    const { label } = samples[index];
    const count = counts.get(label) ?? 0;
    counts.set(label, count + 1);
    stretches[index] = `${Math.floor(count / maxCompared)} ${label}`;
  }
  return stretches;
}

/** The indices of the samples in the order of their paths. */
function byPath(samples: readonly Sample[]): number[] {
  return samples.map((_, index) => index).sort((a, b) => byCodePoint(samples[a].path, samples[b].path));
}

/** The least cosine of two pictures of one scene; null with a single class, as it is derived from other classes. */
export async function sceneSimilarity(
  { samples, embeddings }: Pick<Embedded, 'samples' | 'embeddings'>,
  seed: number,
  product: Product,
): Promise<number | null> {
  const labels = samples.map(({ label }) => label);
  const order = random(seed, 'scenes').shuffle(byPath(samples));
  const [queries, against] = [order.slice(0, probes), order.slice(0, others)];
  const similarities = await product(takeRows(embeddings, queries), takeRows(embeddings, against));
  const nearest = queries.flatMap((probe, q) => {
    const best = row(similarities, q).reduce(
      (most, value, i) => (labels[against[i]] === labels[probe] ? most : Math.max(most, value)),
      Number.NEGATIVE_INFINITY,
    );
    return Number.isFinite(best) ? [best] : [];
  });
  return nearest.length > 0 ? quantile(Float64Array.from(nearest).sort(), sceneQuantile) : null;
}
