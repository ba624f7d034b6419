import { random } from '#src/base/random.js';
import { nearDuplicateClusters } from '#src/data/duplicates/near-duplicate-clusters.js';
import { membersByValue } from '#src/data/members-by-value.js';
import { subset } from '#src/fit/labelled.js';
import { productFor } from '#src/linalg/product.js';
import { openDataset } from '#src/node/open-dataset.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { classesIn } from './class-lists.js';
import { embedCached } from './our-embeddings.js';
import { emoji, grocery, omniglot } from './places.js';

/**
 * @import { Random } from '#src/base/random.js'
 * @import { Embedded } from '#src/data/embedding/embedded.js'
 * @import { EmbeddedSet } from './types.ts'
 */

/** @typedef {{ train: EmbeddedSet, val: Embedded, scenes: ArrayLike<number> }} Parts */
/** @typedef {{ shots: number, part: (draw: Random) => Parts }} LaterSet */

/** From this cosine on pictures of a class show one scene: what hold-outs find on grocery's train part. */
const sceneSimilarity = 0.84;

/**
 * What is learned and enrolled from (`train`), and what only heldOut (`val`). `shots`: pictures of a class that comes
 * later.
 * @satisfies {Record<string, () => Promise<LaterSet>>}
 */
export const sets = {
  grocery: async () => {
    const parts = await Promise.all([grocery.train, grocery.val].map((path) => openDataset(path)));
    const [train, val] = [await embedCached(parts[0].samples), await embedCached(parts[1].samples)];
    const labels = train.samples.map(({ label }) => label);
    const scenes = await nearDuplicateClusters(train.embeddings, labels, productFor(nodeRuntime), {
      similarity: sceneSimilarity,
    });
    return { shots: 3, part: () => ({ train, val, scenes }) };
  },
  omniglot: async () => {
    const all = await embeddedClasses(omniglot, 120, (name) => name.includes('__'));
    return { shots: 3, part: (/** @type {Random} */ draw) => parted(all, draw, 6) };
  },
  emoji: async () => {
    const all = await embeddedClasses(emoji, 240, (_, paths) => paths.length === 3);
    return { shots: 2, part: (/** @type {Random} */ draw) => parted(all, draw, 1) };
  },
};

/**
 * Pictures of some classes of a folder, evenly spread over them.
 * @param {string} folder
 * @param {number} count
 * @param {(name: string, paths: readonly string[]) => boolean} isWanted
 */
async function embeddedClasses(folder, count, isWanted) {
  const able = classesIn(folder).filter(({ name, paths }) => isWanted(name, paths));
  const some = random(0, 'classes').shuffle(able).slice(0, count);
  const samples = some.flatMap(({ name, paths }) =>
    paths.map((path) => ({ path, label: name, part: null, group: null })),
  );
  return embedCached(samples);
}

/**
 * Of every class `judging` pictures, drawn anew, judge; each picture is a scene of its own.
 * @param {EmbeddedSet} all
 * @param {Random} draw
 * @param {number} judging
 * @returns {Parts}
 */
function parted(all, { shuffle }, judging) {
  const members = [...membersByValue(all.samples.map(({ label }) => label)).values()].map(shuffle);
  const part = (/** @type {number} */ from, /** @type {number} */ to) => ({
    ...subset(
      all,
      members.flatMap((each) => each.slice(from, to)),
    ),
    fingerprint: all.fingerprint,
  });
  const train = part(judging, Number.POSITIVE_INFINITY);
  return { train, val: part(0, judging), scenes: [...train.samples.keys()] };
}
