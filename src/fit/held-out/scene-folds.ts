import { byCodePoint } from '../../base/hash.ts';
import { random } from '../../base/random.ts';
import type { Sample } from '../../data/dataset.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import type { Product } from '../../linalg/product.ts';
import { subset } from '../labelled.ts';
import { inScenes, sceneSimilarity } from './scenes.ts';

/** How often a class that looks like one scene is divided into smaller scenes. */
const attempts = 4;

/**
 * The fold of each picture, 0 to `count` - 1, in which it is held out; null for classes of one group or picture. Scenes
 * are the groups of the data set, or otherwise found in the embeddings, as large as each class allows. The scenes
 * of a class are dealt to the folds in a seeded order, which does not depend on the order of pictures.
 */
export async function sceneFolds(
  all: Embedded,
  count: number,
  seed: number,
  product: Product,
): Promise<(number | null)[]> {
  const samples = await wholeScenes(all, seed, product);
  const byLabel = scenesByLabel(samples);
  const foldOf = new Map<string, number>();
  let next = 0;
  for (const label of [...byLabel.keys()].sort(byCodePoint)) {
    const scenes = [...(byLabel.get(label) ?? [])].sort(byCodePoint);
    for (const scene of random(seed, `folds ${label}`).shuffle(scenes)) {
      if (!foldOf.has(scene)) foldOf.set(scene, next++ % count);
    }
  }
  const lone = loneLabels(samples);
  return samples.map((sample) => (lone.has(sample.label) ? null : (foldOf.get(sceneOf(sample)) ?? null)));
}

/** Samples grouped by scenes. Only classes that would be one scene are divided, at last into pictures. */
async function wholeScenes(all: Embedded, seed: number, product: Product): Promise<readonly Sample[]> {
  if (all.samples.some(({ group }) => group !== null)) return all.samples;
  let similarity = await sceneSimilarity(all, seed, product);
  if (similarity === null) return all.samples;
  let samples: readonly Sample[] = await inScenes(all.samples, all.embeddings, similarity, product);
  for (let attempt = 1; attempt < attempts; attempt++) {
    similarity = (1 + similarity) / 2;
    const lone = loneLabels(samples);
    const rows = samples.flatMap(({ label }, index) => (lone.has(label) ? [index] : []));
    if (rows.length === 0) break;
    const part = subset(all, rows);
    const divided = await inScenes(part.samples, part.embeddings, similarity, product);
    const again = new Map(rows.map((row, i) => [row, { ...divided[i], group: `${rows[0]} ${divided[i].group}` }]));
    samples = samples.map((sample, index) => again.get(index) ?? sample);
  }
  const lone = loneLabels(samples);
  return samples.map((sample) => (lone.has(sample.label) ? { ...sample, group: null } : sample));
}

function sceneOf({ group, path }: Sample): string {
  return group === null ? `picture ${path}` : `group ${group}`;
}

function scenesByLabel(samples: readonly Sample[]): Map<string, Set<string>> {
  const scenes = new Map<string, Set<string>>();
  for (const sample of samples) {
    const label = sample.label ?? '';
    scenes.set(label, (scenes.get(label) ?? new Set()).add(sceneOf(sample)));
  }
  return scenes;
}

/** The labels whose pictures are all of one scene. */
function loneLabels(samples: readonly Sample[]): Set<string | null> {
  const lone = [...scenesByLabel(samples)].flatMap(([label, scenes]) => (scenes.size < 2 ? [label] : []));
  return new Set(lone);
}
