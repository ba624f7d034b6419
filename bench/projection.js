import { project } from '../dist/src/backbones/projection.js';
import { random } from '../dist/src/base/random.js';
import { table } from '../dist/src/cli/table.js';
import { classesOf } from '../dist/src/data/classes-of.js';
import { holdOut } from '../dist/src/fit/hold-out.js';
import { labelled, labelledBy } from '../dist/src/fit/labelled.js';
import { productFor } from '../dist/src/linalg/product.js';
import { bootstrapInterval, clusters, resampled } from '../dist/src/metrics/bootstrap.js';
import { mean } from '../dist/src/metrics/mean.js';
import { openDataset } from '../dist/src/node/open-dataset.js';
import { nodeRuntime } from '../dist/src/node/runtime.js';
import { defaultWhitening, whitened } from '../dist/src/spaces/whitened.js';
import { nearestMeanSpace } from '../dist/src/train/nearest-mean.js';
import { trainHead } from '../dist/src/train/train-head.js';
import { foldsOf, partsOf } from './folds.js';
import { rightByMeans } from './nearest.js';
import { embedCached } from './our-embeddings.js';
import { grocery } from './places.js';

const seeds = [0, 1, 2];
const folds = 5;
const holdOuts = [0, 1, 2, 3, 4];
const product = productFor(nodeRuntime);

/**
 * What is learned for nearest means from the whitened space of the frozen default backbone on, scored by them: by stratified folds, in which
 * pictures of one burst lie on both sides; by hold-outs that share no scene with what is learned, as `fit` draws them; and once on val,
 * other shops on other days. Beside it how long that takes, whitening included, and a softmax head on whitened features.
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
  const results = [];
  for (const [kind, splits] of Object.entries(kinds)) {
    const outcomes = [];
    for (const split of await splits()) {
      note(`${kind}, ${outcomes.length + 1} ...`);
      outcomes.push(await outcomeOf(split));
    }
    results.push({ kind, ...summed(outcomes) });
  }
  return { figures: { seeds, folds, holdOuts, results }, text: table(columns, results.map(line)) };
}

/** Folds of all classes alike, as what is learned from and what judges. */
function stratified({ samples, embeddings }, seed) {
  const classes = classesOf(samples);
  const labels = Int32Array.from(samples, ({ label }) => classes.indexOf(label));
  const foldOf = foldsOf(labels, folds, random(seed, 'folds'));
  return Array.from({ length: folds }, (_, fold) => {
    const { train, val } = partsOf({ embeddings, labels, classes: classes.length }, foldOf, fold);
    const paths = val.rows.map((row) => samples[row].path);
    return { learned: { ...train, classes }, heldOut: { ...val, classes }, paths };
  });
}

function parts({ train, val }) {
  const learned = labelled(train);
  const able = val.samples.filter(({ label }) => learned.classes.includes(label));
  return { learned, heldOut: labelledBy(learned.classes, val), paths: able.map(({ path }) => path) };
}

/** For every picture that judges, whether its nearest mean is its own, in the whitened space and in the one that is learned. */
async function outcomeOf({ learned, heldOut, paths }) {
  const whole = await timed(() => whitened(learned, defaultWhitening, product));
  const trained = await timed(() => nearestMeanSpace(learned, whole.value, { runtime: nodeRuntime, product, seed: 0 }));
  const right = async (space) => {
    const [known, asked] = await Promise.all([learned, heldOut].map((set) => project(space, set.embeddings, product)));
    return rightByMeans({ ...learned, embeddings: known }, { ...heldOut, embeddings: asked }, learned.classes.length);
  };
  const features = await project(whole.value, learned.embeddings, product);
  const head = await timed(() => softmaxHead(features, learned));
  return {
    paths,
    before: await right(whole.value),
    after: await right(trained.value),
    seconds: whole.seconds + trained.seconds,
    headSeconds: whole.seconds + head.seconds,
  };
}

function softmaxHead(features, { labels, classes }) {
  const task = { features, labels, classes: classes.length, validation: null, head: 'linear', labelSmoothing: 0.1 };
  const how = { classWeights: null, learningRate: 1e-3, weightDecay: 0.1, epochs: 40, batch: 128, logitScale: 10 };
  return trainHead({ ...task, ...how }, { runtime: nodeRuntime, seed: 0 });
}

function summed(outcomes) {
  const [paths, before, after] = ['paths', 'before', 'after'].map((name) => outcomes.flatMap((each) => each[name]));
  const differences = after.map((right, i) => right - before[i]);
  return {
    ...{ before: mean(before), after: mean(after), difference: mean(differences) },
    interval: intervalOf(differences, paths),
    seconds: mean(outcomes.map(({ seconds }) => seconds)),
    headSeconds: mean(outcomes.map(({ headSeconds }) => headSeconds)),
  };
}

/** 95 % interval of the mean for other pictures: all that was found of one is drawn together. */
function intervalOf(differences, paths) {
  const pictures = clusters(paths);
  return bootstrapInterval((stream) => {
    const times = resampled(pictures, stream);
    const total = times.reduce((sum, count) => sum + count, 0);
    return differences.reduce((sum, difference, i) => sum + times[i] * difference, 0) / total;
  });
}

async function timed(work) {
  const started = performance.now();
  return { value: await work(), seconds: (performance.now() - started) / 1000 };
}

const columns = [
  { head: 'judged by' },
  ...['whitened', 'learned', 'points (95 % interval)', 'seconds', 'of a softmax head'].map((head) => ({
    head,
    align: 'right',
  })),
];

function line({ kind, before, after, difference, interval, seconds, headSeconds }) {
  const points = (value) => (100 * value).toFixed(2);
  return [
    kind,
    ...[before, after].map((value) => value.toFixed(4)),
    `${points(difference)} (${interval.map(points).join(' to ')})`,
    ...[seconds, headSeconds].map((value) => value.toFixed(1)),
  ];
}
