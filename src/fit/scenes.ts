import { byCodePoint } from '../base/hash.ts';
import { type Matrix, row, takeRows } from '../base/matrix.ts';
import { random } from '../base/random.ts';
import type { Sample } from '../data/dataset.ts';
import type { Embedded } from '../data/embedded.ts';
import { nearDuplicateClusters } from '../data/near-duplicate-clusters.ts';
import type { Product } from '../linalg/product.ts';
import { quantile } from '../metrics/quantile.ts';

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

/** Where classes are so unlike that each looks like one scene, scenes are sought nearer, this many times. */
const attempts = 4;

/** What a drawn split keeps on one side: the data set's groups, scenes found by their looks, or single pictures. */
export type Whole = 'groups' | 'scenes' | 'pictures';

/** Samples whose `group` is what a drawn split keeps together, and what that is. */
export type Scenes = { readonly samples: readonly Sample[]; readonly whole: Whole };

/**
 * Groups samples for a split: by the groups that the data set gives, else by scene (bursts, near duplicates of one class),
 * found in the embeddings. `suits` says whether scenes leave enough to part; where they don't, they are sought nearer, and
 * where nothing suits the samples come back as they are. Scenes do not depend on the order of the pictures.
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

async function inScenes(
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
export async function sceneSimilarity(
  { samples, embeddings }: Pick<Embedded, 'samples' | 'embeddings'>,
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
