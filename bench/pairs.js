import { normaliseRows } from '#src/base/matrix.js';
import { random } from '#src/base/random.js';
import { table } from '#src/cli/text/table.js';
import { membersByValue } from '#src/data/members-by-value.js';
import { supervision } from '#src/data/supervision/supervision.js';
import { labelled } from '#src/fit/labelled.js';
import { productFor } from '#src/linalg/product.js';
import { mean } from '#src/metrics/mean.js';
import { newcombe } from '#src/metrics/newcombe.js';
import { pairedCounts } from '#src/metrics/paired-counts.js';
import { openDataset } from '#src/node/open-dataset.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { whitenedStart } from '#src/spaces/whitened-start.js';
import { byName, keysOf } from './by-name.js';
import { foldsOf, partsOf } from './folds.js';
import { rightByMeans } from './nearest.js';
import { numberColumns } from './number-columns.js';
import { embedCached } from './our-embeddings.js';
import { grocery } from './places.js';
import { required } from './required.js';

/**
 * @import { Benchmark, LabelledRows } from './types.ts'
 * @import { Random } from '#src/base/random.js'
 * @import { Annotations } from '#src/data/annotations/annotations.js'
 * @import { ProjectionStart } from '#src/spaces/whitened-start.js'
 * @import { Interval } from '#src/metrics/interval.js'
 */

/** @typedef {{ labels: Int32Array, draw: Random }} Known */
/** @typedef {(known: Known) => Annotations} Source */
/** @typedef {{ train: LabelledRows, val: LabelledRows, classes: number }} Parts */

const seeds = [0, 1, 2];
const folds = 5;
const dimensions = 256;
const product = productFor(nodeRuntime);

/**
 * From what a space is learned: which pictures are known to be the same. Different ones tell whitening nothing.
 * @satisfies {Record<string, Source>}
 */
const sources = {
  labels: (/** @type {Known} */ { labels }) => ({ count: labels.length, labels: Array.from(labels, String) }),
  // (a) Pairs drawn at random, of which many more follow.
  'same pairs, any 4,000': (/** @type {Known} */ { labels, draw }) => ({
    count: labels.length,
    pairs: anyPairs(labels, 4000, draw).map(([a, b]) => ({ a, b, same: true })),
  }),
  // (b) No picture repeats, so that nothing follows.
  'same pairs, 1,000 apart': (/** @type {Known} */ { labels, draw }) => ({
    count: labels.length,
    pairs: apartPairs(labels, 1000, draw).map(([a, b]) => ({ a, b, same: true })),
  }),
};

/**
 * The space in which a metric begins, learned on the frozen default backbone from pairs alone, against the same from
 * labels: five stratified folds of grocery's train part, three seeds, scored by the nearest mean of the other folds'
 * labelled pictures. Same pictures of a shop lie in several folds, so that all figures are high; what counts is the
 * difference.
 * @type {Benchmark}
 */
export async function benchmark({ note }) {
  const { samples } = await openDataset(grocery.train);
  note('embedding ...');
  const { embeddings, labels, classes } = labelled(await embedCached(samples));
  const names = keysOf(sources);
  /** @type {Record<'frozen' | keyof typeof sources, number[]>} */
  const right = { frozen: [], ...byName(names, () => []) };
  for (const seed of seeds) {
    note(`seed ${seed} ...`);
    const foldOf = foldsOf(labels, folds, random(seed, 'folds'));
    for (let fold = 0; fold < folds; fold++) {
      const parts = partsOf({ embeddings, labels, classes: classes.length }, foldOf, fold);
      right.frozen.push(...rightByMeans(parts.train, parts.val, classes.length));
      for (const name of names)
        right[name].push(...(await learned(parts, sources[name], random(seed, `${name}, fold ${fold}`))));
    }
  }
  const results = Object.entries(right).map(([name, outcomes]) => ({
    name,
    accuracy: mean(outcomes),
    difference: newcombe(pairedCounts(Uint8Array.from(outcomes), Uint8Array.from(right.labels))),
  }));
  return { figures: { seeds, folds, dimensions, results }, text: table(columns, results.map(line)) };
}

/** @param {Parts} parts @param {Source} said @param {Random} draw */
async function learned(parts, said, draw) {
  const { of } = supervision(said({ labels: parts.train.labels, draw })).identities;
  const space = await whitenedStart(parts.train.embeddings, of, dimensions, { random: draw, product });
  const { train, val, classes } = await projected(parts, required(space, 'space'));
  return rightByMeans(train, val, classes);
}

/** @param {Parts} parts @param {ProjectionStart} start */
async function projected({ train, val, classes }, { weights, bias }) {
  const into = async (/** @type {LabelledRows} */ { embeddings, labels }) => {
    const features = await product(embeddings, weights);
    for (let i = 0; i < features.data.length; i++) features.data[i] += bias[i % dimensions];
    return { embeddings: normaliseRows(features), labels };
  };
  return { train: await into(train), val: await into(val), classes };
}

/** @param {Int32Array} labels @param {number} count @param {Random} draw */
function anyPairs(labels, count, { integer }) {
  const classes = membersByValue(labels);
  /** @type {[number, number][]} */
  const pairs = [];
  while (pairs.length < count) {
    const a = integer(labels.length);
    const members = classes.get(labels[a]) ?? [];
    const b = members[integer(members.length)];
    if (a !== b) pairs.push([a, b]);
  }
  return pairs;
}

/** @param {Int32Array} labels @param {number} count @param {Random} draw */
function apartPairs(labels, count, draw) {
  const pairs = [...membersByValue(labels).values()].flatMap((members) => {
    const order = draw.shuffle(members);
    return Array.from({ length: Math.floor(order.length / 2) }, (_, i) => [order[2 * i], order[2 * i + 1]]);
  });
  return draw.shuffle(pairs).slice(0, count);
}

const columns = [{ head: 'space learned from' }, ...numberColumns('accuracy', 'minus that from labels')];

/** @param {{ name: string, accuracy: number, difference: Interval }} result */
function line({ name, accuracy, difference }) {
  const [low, high] = difference.map((value) => (100 * value).toFixed(2));
  return [name, accuracy.toFixed(4), name === 'labels' ? '' : `${low} to ${high} points`];
}
