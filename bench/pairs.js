import { normaliseRows } from '../dist/src/base/matrix.js';
import { random } from '../dist/src/base/random.js';
import { table } from '../dist/src/cli/table.js';
import { supervision } from '../dist/src/data/annotations/supervision.js';
import { classesOf } from '../dist/src/data/classes-of.js';
import { membersByValue } from '../dist/src/data/members-by-value.js';
import { productFor } from '../dist/src/linalg/product.js';
import { mean } from '../dist/src/metrics/mean.js';
import { newcombe } from '../dist/src/metrics/newcombe.js';
import { paired } from '../dist/src/metrics/paired.js';
import { openDataset } from '../dist/src/node/open-dataset.js';
import { nodeRuntime } from '../dist/src/node/runtime.js';
import { whitenedStart } from '../dist/src/spaces/whitened-start.js';
import { foldsOf, partsOf } from './folds.js';
import { rightByMeans } from './nearest.js';
import { embedCached } from './our-embeddings.js';
import { grocery } from './places.js';

const seeds = [0, 1, 2];
const folds = 5;
const dimensions = 256;
const product = productFor(nodeRuntime);

/** From what a space is learned: which pictures are known to be the same. Different ones tell whitening nothing. */
const sources = {
  labels: ({ labels }) => ({ count: labels.length, labels: Array.from(labels, String) }),
  // (a) Pairs drawn at random, of which many more follow.
  'same pairs, any 4,000': ({ labels, draw }) => ({
    count: labels.length,
    pairs: anyPairs(labels, 4000, draw).map(([a, b]) => ({ a, b, same: true })),
  }),
  // (b) No picture repeats, so that nothing follows.
  'same pairs, 1,000 apart': ({ labels, draw }) => ({
    count: labels.length,
    pairs: apartPairs(labels, 1000, draw).map(([a, b]) => ({ a, b, same: true })),
  }),
};

/**
 * The space in which a metric begins, learned on the frozen default backbone from pairs alone, against the same from
 * labels: five stratified folds of grocery's train part, three seeds, scored by the nearest mean of the other folds'
 * labelled pictures. Same pictures of a shop lie in several folds, so that all figures are high; what counts is the difference.
 */
export async function benchmark({ note }) {
  const { samples } = await openDataset(grocery.train);
  note('embedding ...');
  const { embeddings, samples: embedded } = await embedCached(samples);
  const classes = classesOf(embedded);
  const labels = Int32Array.from(embedded, ({ label }) => classes.indexOf(label));
  const right = { frozen: [], ...Object.fromEntries(Object.keys(sources).map((name) => [name, []])) };
  for (const seed of seeds) {
    note(`seed ${seed} ...`);
    const foldOf = foldsOf(labels, folds, random(seed, 'folds'));
    for (let fold = 0; fold < folds; fold++) {
      const parts = partsOf({ embeddings, labels, classes: classes.length }, foldOf, fold);
      right.frozen.push(...rightByMeans(parts.train, parts.val, classes.length));
      for (const [name, said] of Object.entries(sources))
        right[name].push(...(await learned(parts, said, random(seed, `${name}, fold ${fold}`))));
    }
  }
  const results = Object.entries(right).map(([name, outcomes]) => ({
    name,
    accuracy: mean(outcomes),
    difference: newcombe(paired(Uint8Array.from(outcomes), Uint8Array.from(right.labels))),
  }));
  return { figures: { seeds, folds, dimensions, results }, text: table(columns, results.map(line)) };
}

async function learned(parts, said, draw) {
  const { of } = supervision(said({ labels: parts.train.labels, draw })).identities;
  const space = await whitenedStart(parts.train.embeddings, of, dimensions, { random: draw, product });
  const { train, val, classes } = await projected(parts, space);
  return rightByMeans(train, val, classes);
}

async function projected({ train, val, classes }, { weights, bias }) {
  const into = async ({ embeddings, labels }) => {
    const features = await product(embeddings, weights);
    for (let i = 0; i < features.data.length; i++) features.data[i] += bias[i % dimensions];
    return { embeddings: normaliseRows(features), labels };
  };
  return { train: await into(train), val: await into(val), classes };
}

function anyPairs(labels, count, { integer }) {
  const classes = membersByValue(labels);
  const pairs = [];
  while (pairs.length < count) {
    const a = integer(labels.length);
    const members = classes.get(labels[a]);
    const b = members[integer(members.length)];
    if (a !== b) pairs.push([a, b]);
  }
  return pairs;
}

function apartPairs(labels, count, draw) {
  const pairs = [...membersByValue(labels).values()].flatMap((members) => {
    const order = draw.shuffle(members);
    return Array.from({ length: Math.floor(order.length / 2) }, (_, i) => [order[2 * i], order[2 * i + 1]]);
  });
  return draw.shuffle(pairs).slice(0, count);
}

const columns = [
  { head: 'space learned from' },
  ...['accuracy', 'minus that from labels'].map((head) => ({ head, align: 'right' })),
];

function line({ name, accuracy, difference }) {
  const [low, high] = difference.map((value) => (100 * value).toFixed(2));
  return [name, accuracy.toFixed(4), name === 'labels' ? '' : `${low} to ${high} points`];
}
