import { matrix } from '#src/base/matrix.js';
import { random } from '#src/base/random.js';
import { classesOf } from '#src/data/classes-of.js';
import { nearDuplicateClusters } from '#src/data/duplicates/near-duplicate-clusters.js';
import { membersByValue } from '#src/data/members-by-value.js';
import { subset } from '#src/fit/labelled.js';
import { productFor } from '#src/linalg/product.js';
import { openDataset } from '#src/node/open-dataset.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { classesIn } from './class-lists.js';
import { embedCached } from './our-embeddings.js';
import { grocery, omniglot } from './places.js';

/**
 * @import { Embedded } from '#src/data/embedding/embedded.js'
 * @import { EmbeddedSet } from './types.ts'
 */

/** @typedef {{ learned: Embedded, own: Embedded, strangers: Embedded, fingerprint: string }} PromiseDraw */
/** @typedef {{ all: EmbeddedSet, known: number, learnedShare: number }} PromiseSet */

/**
 * Data sets of which classes are drawn: some known, the others strangers. `learnedShare` of a known class's scenes are
 * learned and calibrated with; the others are own pictures that were never used. The `group` of a sample is its scene.
 * @satisfies {Record<string, () => Promise<PromiseSet>>}
 */
export const promiseSets = {
  grocery: async () => {
    const parts = await Promise.all([grocery.train, grocery.val].map((path) => openDataset(path)));
    const all = joined(await embedCached(parts[0].samples), await embedCached(parts[1].samples));
    const labels = all.samples.map(({ label }) => label);
    const scenes = await nearDuplicateClusters(all.embeddings, labels, productFor(nodeRuntime), { similarity: 0.84 });
    const samples = all.samples.map((sample, i) => ({ ...sample, group: `scene ${scenes[i]}` }));
    return { all: { ...all, samples }, known: 50, learnedShare: 0.7 };
  },
  omniglot: async () => {
    const classes = classesIn(omniglot).filter(({ name }) => name.includes('__'));
    const samples = classes.flatMap(({ name, paths }) =>
      paths.map((path) => ({ path, label: name, part: null, group: path })),
    );
    return { all: await embedCached(samples), known: 60, learnedShare: 0.5 };
  },
};

/** At most so many classes of strangers are scored in a draw. */
const mostStrangers = 100;

/** @param {PromiseSet} set @param {number} seed @returns {PromiseDraw} */
export function drawFrom({ all, known, learnedShare }, seed) {
  const { shuffle } = random(seed, 'promise');
  const classes = shuffle(classesOf(all.samples));
  const isKnown = new Set(classes.slice(0, known));
  const isStrange = new Set(classes.slice(known, known + mostStrangers));
  /** @type {{ learned: number[], own: number[], strangers: number[] }} */
  const rows = { learned: [], own: [], strangers: [] };
  for (const [label, members] of membersByValue(all.samples.map((sample) => sample.label))) {
    if (label !== null && isStrange.has(label)) rows.strangers.push(...members);
    if (label === null || !isKnown.has(label)) continue;
    const scenes = [...membersByValue(members.map((index) => all.samples[index].group)).values()];
    const learned = Math.max(1, Math.round(learnedShare * scenes.length));
    for (const [place, scene] of shuffle(scenes).entries())
      (place < learned ? rows.learned : rows.own).push(...scene.map((member) => members[member]));
  }
  const part = (/** @type {number[]} */ indices) =>
    subset(
      all,
      indices.sort((a, b) => a - b),
    );
  return {
    learned: part(rows.learned),
    own: part(rows.own),
    strangers: part(rows.strangers),
    fingerprint: all.fingerprint,
  };
}

/** @param {EmbeddedSet} first @param {EmbeddedSet} second @returns {EmbeddedSet} */
function joined(first, second) {
  const rows = first.samples.length + second.samples.length;
  const data = new Float32Array(rows * first.embeddings.columns);
  data.set(first.embeddings.data);
  data.set(second.embeddings.data, first.embeddings.data.length);
  return {
    ...first,
    samples: [...first.samples, ...second.samples],
    hashes: [...first.hashes, ...second.hashes],
    embeddings: matrix(rows, first.embeddings.columns, data),
  };
}
