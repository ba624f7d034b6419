import { project } from '../dist/src/backbones/projection.js';
import { fromFloat16, toFloat16 } from '../dist/src/base/float16.js';
import { matrix } from '../dist/src/base/matrix.js';
import { random } from '../dist/src/base/random.js';
import { openClassifier } from '../dist/src/classify/classify.js';
import { table } from '../dist/src/cli/table.js';
import { classesOf } from '../dist/src/data/classes-of.js';
import { fitApproaches } from '../dist/src/fit/fit-approaches.js';
import { labelled, subset } from '../dist/src/fit/labelled.js';
import { learnHead } from '../dist/src/fit/learn-head.js';
import { plain } from '../dist/src/fit/projection-candidates.js';
import { updatedHead } from '../dist/src/fit/updated-head.js';
import { productFor } from '../dist/src/linalg/product.js';
import { mean } from '../dist/src/metrics/mean.js';
import { openDataset } from '../dist/src/node/open-dataset.js';
import { nodeRuntime } from '../dist/src/node/runtime.js';
import { enrolmentCosts } from './follow-scale.js';
import { keptResults, sourcesHash } from './kept-results.js';
import { embedCached } from './our-embeddings.js';
import { grocery } from './places.js';

const draws = 5;
const laterClasses = 21;
const each = 3;
const product = productFor(nodeRuntime);
const tools = { runtime: nodeRuntime, product, seed: 0 };

/**
 * How well a classifier follows classes that are enrolled after `fit`: of grocery's classes 21 come later with three
 * pictures of train each, in five draws. Judged on val, and later classes also on the rest of their train part. `fitted`
 * had the three pictures when it was fitted; the others had not, and follow: by learning the chosen head again from all
 * embeddings, kept as float32 or as float16, its space fitted again or as it was; or in closed form. Then what enrolling a
 * class takes in bundles of many sizes, of drawn embeddings.
 */
export async function benchmark({ folder, options, note }) {
  const kept = keptResults('follow', sourcesHash(), options);
  note('embedding ...');
  const train = await embedCached((await openDataset(grocery.train)).samples);
  const val = await embedCached((await openDataset(grocery.val)).samples);
  const runs = [];
  for (let draw = 0; draw < draws; draw++) {
    note(`draw ${draw + 1} of ${draws} ...`);
    runs.push(await kept(`draw ${draw}`, () => drawn(draw, train, val)));
  }
  const results = Object.keys(runs[0].ways).map((way) => summary(way, runs));
  const costs = await enrolmentCosts({ folder, note });
  const figures = { draws, laterClasses, each, chosen: runs.map(({ chosen }) => chosen), results, costs };
  return { figures, text: `${textOf(results)}\n\n${costsText(costs)}` };
}

async function drawn(draw, train, val) {
  const { later, initial, enrolled, rest } = partsOf(train, random(draw, 'follow'));
  const { classifier, chosen } = await fitted(initial);
  const all = subset(train, [...initial.indices, ...enrolled.indices]);
  const [before, after] = [asEnrolled(initial), asEnrolled(all)];
  const ways = {
    'as it was': () => classifier,
    fitted: async () => (await fitted(all)).classifier,
    'learned again': () => again(chosen, all),
    'learned again, float16': () => again(chosen, { ...all, embeddings: halved(all.embeddings) }),
    'learned again, space as it was': () => againWithin(classifier.projection, chosen, all),
    'closed form': () => updatedHead(classifier, before, after, product),
  };
  const results = {};
  for (const [way, work] of Object.entries(ways)) {
    const begin = performance.now();
    const answers = openClassifier(await work(), product);
    const seconds = (performance.now() - begin) / 1000;
    results[way] = { seconds, ...(await scores(answers, { later, val, rest })) };
  }
  return { chosen, ways: results };
}

/** Which classes come later, and what is there from the beginning, enrolled later, and left to judge by. */
function partsOf(train, draw) {
  const later = new Set(draw.shuffle(classesOf(train.samples)).slice(0, laterClasses));
  const left = new Map([...later].map((label) => [label, each]));
  const parts = { initial: [], enrolled: [], rest: [] };
  for (const index of draw.shuffle([...train.samples.keys()])) {
    const { label } = train.samples[index];
    const places = left.get(label);
    if (places === undefined) parts.initial.push(index);
    else if (places === 0) parts.rest.push(index);
    else {
      parts.enrolled.push(index);
      left.set(label, places - 1);
    }
  }
  const partAt = (indices) => ({
    ...subset(
      train,
      indices.sort((a, b) => a - b),
    ),
    indices,
  });
  return { later, ...Object.fromEntries(Object.entries(parts).map(([name, indices]) => [name, partAt(indices)])) };
}

async function fitted(part) {
  const task = { train: part, val: null, approach: 'classifier', fingerprint: 'follow', keepSuspects: true };
  const { classifier, chosen } = await fitApproaches(task, tools);
  return { classifier, chosen: chosen.classifier };
}

async function again(chosen, part) {
  const limits = { heldOut: null, stopAfter: chosen.epochs };
  const { classifier } = await learnHead(chosen, labelled(part), limits, tools);
  return { ...classifier, temperature: chosen.temperature };
}

async function againWithin(projection, chosen, part) {
  const features = await project(projection, part.embeddings, product);
  const classifier = await again({ ...chosen, projection: plain }, { ...part, embeddings: features });
  return { ...classifier, projection };
}

function halved({ rows, columns, data }) {
  return matrix(rows, columns, fromFloat16(toFloat16(data)));
}

function asEnrolled({ samples, hashes, embeddings }) {
  return { entries: samples.map(({ label }, i) => ({ id: hashes[i], label })), embeddings };
}

/** Shares named rightly: of known classes, of later ones, and the mean log loss of both. */
async function scores(classifier, { later, val, rest }) {
  const answers = [await answersOf(classifier, val), await answersOf(classifier, rest)].flat();
  const onVal = answers.slice(0, val.samples.length);
  const share = (list) => mean(list.map(({ right }) => Number(right)));
  return {
    known: share(onVal.filter(({ label }) => !later.has(label))),
    later: share(answers.filter(({ label }) => later.has(label))),
    all: share(onVal),
    logLoss: mean(onVal.map(({ loss }) => loss)),
  };
}

async function answersOf(classifier, { samples, embeddings }) {
  const predictions = await classifier.recognise(embeddings);
  const probabilities = await classifier.probabilities(embeddings);
  const columnOf = new Map(classifier.classes.map((label, column) => [label, column]));
  return samples.map(({ label }, i) => {
    const probability = probabilities.data[i * probabilities.columns + (columnOf.get(label) ?? -1)] ?? 0;
    return { label, right: predictions[i].label === label, loss: -Math.log(Math.max(1e-6, probability)) };
  });
}

function summary(way, runs) {
  const of = (name) => runs.map((run) => run.ways[way][name]);
  const names = ['known', 'later', 'all', 'logLoss', 'seconds'];
  return { way, ...Object.fromEntries(names.map((name) => [name, { mean: mean(of(name)), draws: of(name) }])) };
}

function textOf(results) {
  const columns = ['classifier', 'known', 'later', 'all', 'log loss', 'seconds'];
  const lines = results.map(({ way, known, later, all, logLoss, seconds }) => [
    way,
    ...[known, later, all].map((value) => (100 * value.mean).toFixed(1)),
    logLoss.mean.toFixed(3),
    seconds.mean.toFixed(2),
  ]);
  return table(
    columns.map((head, i) => ({ head, align: i === 0 ? 'left' : 'right' })),
    lines,
  );
}

function costsText(costs) {
  const times = ['following, s', 'of processor', 'in all, s', 'of processor'];
  const heads = ['classes', 'pictures each', 'head', 'epochs', 'followed by', ...times, 'MB kept', 'peak MB'];
  const lines = costs.map((of) => [
    ...[of.classes, of.each, of.head, of.epochs, of.by].map(String),
    ...[of.following, of.inAll].flatMap((time) => [time.seconds.toFixed(1), time.processorSeconds.toFixed(1)]),
    ...[of.embeddingBytes, of.peakBytes].map((bytes) => (bytes / 1e6).toFixed(0)),
  ]);
  return table(
    heads.map((head) => ({ head, align: 'right' })),
    lines,
  );
}
