import { project } from '#src/backbones/projection.js';
import { random } from '#src/base/random.js';
import { table } from '#src/cli/text/table.js';
import { holdOut } from '#src/fit/held-out/hold-out.js';
import { labelled, labelledBy } from '#src/fit/labelled.js';
import { productFor } from '#src/linalg/product.js';
import { bootstrapInterval, clusters, resampleWeights } from '#src/metrics/bootstrap.js';
import { mean } from '#src/metrics/mean.js';
import { openDataset } from '#src/node/open-dataset.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { defaultWhitening, whitened } from '#src/spaces/whitened.js';
import { nearestMeanSpace } from '#src/train/nearest-mean.js';
import { trainHead } from '#src/train/train-head.js';
import { foldsOf, partsOf } from './folds.js';
import { rightByMeans } from './nearest.js';
import { numberColumns } from './number-columns.js';
import { embedCached } from './our-embeddings.js';
import { grocery } from './places.js';
import { required } from './required.js';

/**
 * @import { Benchmark } from './types.ts'
 * @import { Embedded } from '#src/data/embedding/embedded.js'
 * @import { Projection } from '#src/backbones/projection.js'
 * @import { Matrix } from '#src/base/matrix.js'
 * @import { LabelledEmbeddings } from '#src/spaces/projection-fit.js'
 * @import { HeadTask } from '#src/train/train-head.js'
 */

/** @typedef {{ learned: LabelledEmbeddings, heldOut: LabelledEmbeddings, paths: string[] }} Split */
/** @typedef {Awaited<ReturnType<typeof outcomeOf>>} Outcome */
/** @typedef {{ kind: string } & ReturnType<typeof summed>} Result */

const seeds = [0, 1, 2];
const folds = 5;
const holdOuts = [0, 1, 2, 3, 4];
const product = productFor(nodeRuntime);

/**
 * What is learned for nearest means from the whitened space of the frozen default backbone on, scored by them: by
 * stratified folds, in which pictures of one burst lie on both sides; by hold-outs that share no scene with what is
 * learned, as `fit` draws them; and once on val, other shops on other days. Beside it how long that takes, whitening
 * included, and a softmax head on whitened features.
 * @type {Benchmark}
 */
export async function benchmark({ note }) {
  note('embedding ...');
  const train = await embedCached((await openDataset(grocery.train)).samples);
  const val = await embedCached((await openDataset(grocery.val)).samples);
  const kinds = {
    'stratified folds': () => seeds.flatMap((seed) => stratified(train, seed)),
    'no scene shared': () =>
      Promise.all(holdOuts.map((seed) => holdOut(train, seed, product))).then((all) => all.map(parts)),
    val: () => [parts({ train, val })],
  };
  /** @type {Result[]} */
  const results = [];
  for (const [kind, splits] of Object.entries(kinds)) {
    /** @type {Outcome[]} */
    const outcomes = [];
    for (const split of await splits()) {
      note(`${kind}, ${outcomes.length + 1} ...`);
      outcomes.push(await outcomeOf(split));
    }
    results.push({ kind, ...summed(outcomes) });
  }
  return { figures: { seeds, folds, holdOuts, results }, text: table(columns, results.map(line)) };
}

/**
 * Folds of all classes alike, as what is learned from and what heldOut.
 * @param {Embedded} embedded
 * @param {number} seed
 * @returns {Split[]}
 */
function stratified(embedded, seed) {
  const { embeddings, labels, classes } = labelled(embedded);
  const foldOf = foldsOf(labels, folds, random(seed, 'folds'));
  return Array.from({ length: folds }, (_, fold) => {
    const { train, val } = partsOf({ embeddings, labels, classes: classes.length }, foldOf, fold);
    const paths = val.rows.map((row) => embedded.samples[row].path);
    return { learned: { ...train, classes }, heldOut: { ...val, classes }, paths };
  });
}

/** @param {{ train: Embedded, val: Embedded }} held @returns {Split} */
function parts({ train, val }) {
  const learned = labelled(train);
  const able = val.samples.filter(({ label }) => label !== null && learned.classes.includes(label));
  return { learned, heldOut: labelledBy(learned.classes, val), paths: able.map(({ path }) => path) };
}

/**
 * For every picture that heldOut, whether its nearest mean is its own, in the whitened space and in the one that is
 * learned.
 * @param {Split} split
 */
async function outcomeOf({ learned, heldOut, paths }) {
  const whole = await timed(() => whitened(learned, defaultWhitening, product));
  const space = required(whole.value, 'space');
  const trained = await timed(() => nearestMeanSpace(learned, space, { runtime: nodeRuntime, product, seed: 0 }));
  const right = async (/** @type {Projection} */ space) => {
    const [known, asked] = await Promise.all([learned, heldOut].map((set) => project(space, set.embeddings, product)));
    return rightByMeans({ ...learned, embeddings: known }, { ...heldOut, embeddings: asked }, learned.classes.length);
  };
  const features = await project(space, learned.embeddings, product);
  const head = await timed(() => softmaxHead(features, learned));
  return {
    paths,
    before: await right(space),
    after: await right(required(trained.value, 'space')),
    seconds: whole.seconds + trained.seconds,
    headSeconds: whole.seconds + head.seconds,
  };
}

/** @param {Matrix} features @param {LabelledEmbeddings} learned */
function softmaxHead(features, { labels, classes }) {
  /** @type {Pick<HeadTask, 'features' | 'labels' | 'classes' | 'validation' | 'head' | 'labelSmoothing'>} */
  const task = { features, labels, classes: classes.length, validation: null, head: 'linear', labelSmoothing: 0.1 };
  const how = { classWeights: null, learningRate: 1e-3, weightDecay: 0.1, epochs: 40, batch: 128, logitScale: 10 };
  return trainHead({ ...task, ...how }, { runtime: nodeRuntime, seed: 0 });
}

/** @param {readonly Outcome[]} outcomes */
function summed(outcomes) {
  const paths = outcomes.flatMap((each) => each.paths);
  const [before, after] = [outcomes.flatMap((each) => each.before), outcomes.flatMap((each) => each.after)];
  const differences = after.map((right, i) => right - before[i]);
  return {
    ...{ before: mean(before), after: mean(after), difference: mean(differences) },
    interval: intervalOf(differences, paths),
    seconds: mean(outcomes.map(({ seconds }) => seconds)),
    headSeconds: mean(outcomes.map(({ headSeconds }) => headSeconds)),
  };
}

/**
 * 95 % interval of the mean for other pictures: all that was found of one is drawn together.
 * @param {readonly number[]} differences
 * @param {readonly string[]} paths
 */
function intervalOf(differences, paths) {
  const pictures = clusters(paths);
  return bootstrapInterval((stream) => {
    const times = resampleWeights(pictures, stream);
    const total = times.reduce((sum, count) => sum + count, 0);
    return differences.reduce((sum, difference, i) => sum + times[i] * difference, 0) / total;
  });
}

/**
 * @template T
 * @param {() => Promise<T>} work
 */
async function timed(work) {
  const started = performance.now();
  return { value: await work(), seconds: (performance.now() - started) / 1000 };
}

const columns = [
  { head: 'judged by' },
  ...numberColumns('whitened', 'learned', 'points (95 % interval)', 'seconds', 'of a softmax head'),
];

/** @param {Result} result */
function line({ kind, before, after, difference, interval, seconds, headSeconds }) {
  const points = (/** @type {number} */ value) => (100 * value).toFixed(2);
  return [
    kind,
    ...[before, after].map((value) => value.toFixed(4)),
    `${points(difference)} (${interval.map(points).join(' to ')})`,
    ...[seconds, headSeconds].map((value) => value.toFixed(1)),
  ];
}
