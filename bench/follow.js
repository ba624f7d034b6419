import { project } from '#src/backbones/projection.js';
import { fromFloat16, toFloat16 } from '#src/base/float16.js';
import { matrix } from '#src/base/matrix.js';
import { random } from '#src/base/random.js';
import { openClassifier } from '#src/classify/classify.js';
import { table } from '#src/cli/text/table.js';
import { classesOf } from '#src/data/classes-of.js';
import { learnHead } from '#src/fit/classifier/learn-head.js';
import { updatedHead } from '#src/fit/classifier/updated-head.js';
import { fitApproaches } from '#src/fit/fit-approaches.js';
import { labelled, subset } from '#src/fit/labelled.js';
import { plain } from '#src/fit/projection-candidates.js';
import { productFor } from '#src/linalg/product.js';
import { mean } from '#src/metrics/mean.js';
import { openDataset } from '#src/node/open-dataset.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { byName, keysOf } from './by-name.js';
import { enrolmentCosts } from './follow-scale.js';
import { keptResults, sourcesHash } from './kept-results.js';
import { numberColumns } from './number-columns.js';
import { embedCached } from './our-embeddings.js';
import { grocery } from './places.js';
import { required } from './required.js';

/**
 * @import { Benchmark, EmbeddedSet } from './types.ts'
 * @import { Projection } from '#src/backbones/projection.js'
 * @import { Matrix } from '#src/base/matrix.js'
 * @import { Random } from '#src/base/random.js'
 * @import { OpenClassifier } from '#src/classify/classify.js'
 * @import { Embedded } from '#src/data/embedding/embedded.js'
 * @import { FitTask } from '#src/fit/fit-approaches.js'
 * @import { ClassifierChoice } from '#src/fit/classifier/fit-classifier.js'
 * @import { HeadSpec } from '#src/fit/classifier/head-candidates.js'
 */

/** @typedef {Awaited<ReturnType<typeof drawn>>} Run */
/** @typedef {keyof Run['ways']} Way */
/** @typedef {ReturnType<typeof summary>} Summary */
/** @typedef {HeadSpec & Pick<ClassifierChoice, 'epochs' | 'temperature'>} Chosen */

const draws = 5;
const laterClasses = 21;
const each = 3;
const product = productFor(nodeRuntime);
const tools = { runtime: nodeRuntime, product, seed: 0 };

/**
 * How well a classifier follows classes that are enrolled after `fit`: of grocery's classes 21 come later with three
 * pictures of train each, in five draws. Judged on val, and later classes also on the rest of their train part.
 * `fitted` had the three pictures when it was fitted; the others had not, and follow: by learning the chosen head
 * again from all embeddings, kept as float32 or as float16, its space fitted again or as it was; or in closed form.
 * Then what enrolling a class takes in bundles of many sizes, of drawn embeddings.
 * @type {Benchmark}
 */
export async function benchmark({ folder, options, note }) {
  const kept = keptResults('follow', sourcesHash(), options);
  note('embedding ...');
  const train = await embedCached((await openDataset(grocery.train)).samples);
  const val = await embedCached((await openDataset(grocery.val)).samples);
  /** @type {Run[]} */
  const runs = [];
  for (let draw = 0; draw < draws; draw++) {
    note(`draw ${draw + 1} of ${draws} ...`);
    runs.push(await kept(`draw ${draw}`, () => drawn(draw, train, val)));
  }
  const results = keysOf(runs[0].ways).map((way) => summary(way, runs));
  const costs = await enrolmentCosts({ folder, note });
  const figures = { draws, laterClasses, each, chosen: runs.map(({ chosen }) => chosen), results, costs };
  return { figures, text: `${textOf(results)}\n\n${costsText(costs)}` };
}

/** @param {number} draw @param {EmbeddedSet} train @param {EmbeddedSet} val */
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
  const results = byName(keysOf(ways), () => ({ seconds: 0, known: 0, later: 0, all: 0, logLoss: 0 }));
  for (const way of keysOf(ways)) {
    const begin = performance.now();
    const answers = openClassifier(await ways[way](), product);
    const seconds = (performance.now() - begin) / 1000;
    results[way] = { seconds, ...(await scores(answers, { later, val, rest })) };
  }
  return { chosen, ways: results };
}

/**
 * Which classes come later, and what is there from the beginning, enrolled later, and left to judge by.
 * @param {Embedded} train
 * @param {Random} draw
 */
function partsOf(train, draw) {
  const later = new Set(draw.shuffle(classesOf(train.samples)).slice(0, laterClasses));
  const left = new Map([...later].map((label) => [label, each]));
  /** @type {Record<'initial' | 'enrolled' | 'rest', number[]>} */
  const parts = { initial: [], enrolled: [], rest: [] };
  for (const index of draw.shuffle([...train.samples.keys()])) {
    const { label } = train.samples[index];
    const places = left.get(label ?? '');
    if (places === undefined) parts.initial.push(index);
    else if (places === 0) parts.rest.push(index);
    else {
      parts.enrolled.push(index);
      left.set(label ?? '', places - 1);
    }
  }
  const partAt = (/** @type {number[]} */ indices) => ({
    ...subset(
      train,
      indices.sort((a, b) => a - b),
    ),
    indices,
  });
  return { later, ...byName(keysOf(parts), (name) => partAt(parts[name])) };
}

/** @param {Embedded} part */
async function fitted(part) {
  /** @type {FitTask} */
  const task = { train: part, val: null, approach: 'classifier', fingerprint: 'follow', keepSuspects: true };
  const { classifier, chosen } = await fitApproaches(task, tools);
  return { classifier: required(classifier, 'classifier'), chosen: required(chosen.classifier, 'classifier') };
}

/** @param {Chosen} chosen @param {Pick<Embedded, 'samples' | 'embeddings'>} part */
async function again(chosen, part) {
  const limits = { heldOut: null, stopAfter: chosen.epochs };
  const learned = await learnHead(chosen, labelled(part), limits, tools);
  return { ...required(learned, 'head').classifier, temperature: chosen.temperature };
}

/** @param {Projection} projection @param {Chosen} chosen @param {Embedded} part */
async function againWithin(projection, chosen, part) {
  const features = await project(projection, part.embeddings, product);
  const classifier = await again({ ...chosen, projection: plain }, { ...part, embeddings: features });
  return { ...classifier, projection };
}

/** @param {Matrix} matrix */
function halved({ rows, columns, data }) {
  return matrix(rows, columns, fromFloat16(toFloat16(data)));
}

/** @param {Embedded} part */
function asEnrolled({ samples, hashes, embeddings }) {
  return { entries: samples.map(({ label }, i) => ({ id: hashes[i], label: label ?? '' })), embeddings };
}

/**
 * Shares named rightly: of known classes, of later ones, and the mean log loss of both.
 * @param {OpenClassifier} classifier
 * @param {{ later: ReadonlySet<string>, val: Embedded, rest: Embedded }} parts
 */
async function scores(classifier, { later, val, rest }) {
  const answers = [await answersOf(classifier, val), await answersOf(classifier, rest)].flat();
  const onVal = answers.slice(0, val.samples.length);
  const share = (/** @type {typeof answers} */ list) => mean(list.map(({ right }) => Number(right)));
  return {
    known: share(onVal.filter(({ label }) => !later.has(label))),
    later: share(answers.filter(({ label }) => later.has(label))),
    all: share(onVal),
    logLoss: mean(onVal.map(({ loss }) => loss)),
  };
}

/** @param {OpenClassifier} classifier @param {Embedded} pictures */
async function answersOf(classifier, { samples, embeddings }) {
  const predictions = await classifier.recognise(embeddings);
  const probabilities = await classifier.probabilities(embeddings);
  const columnOf = new Map(classifier.classes.map((label, column) => [label, column]));
  return samples.map((sample, i) => {
    const label = sample.label ?? '';
    const probability = probabilities.data[i * probabilities.columns + (columnOf.get(label) ?? -1)] ?? 0;
    return { label, right: predictions[i].label === label, loss: -Math.log(Math.max(1e-6, probability)) };
  });
}

/** @param {Way} way @param {readonly Run[]} runs */
function summary(way, runs) {
  const figures = byName(/** @type {const} */ (['known', 'later', 'all', 'logLoss', 'seconds']), (name) => {
    const values = runs.map((run) => run.ways[way][name]);
    return { mean: mean(values), draws: values };
  });
  return { way, ...figures };
}

/** @param {readonly Summary[]} results */
function textOf(results) {
  const numbers = ['known', 'later', 'all', 'log loss', 'seconds'];
  const lines = results.map(({ way, known, later, all, logLoss, seconds }) => [
    way,
    ...[known, later, all].map((value) => (100 * value.mean).toFixed(1)),
    logLoss.mean.toFixed(3),
    seconds.mean.toFixed(2),
  ]);
  return table([{ head: 'classifier' }, ...numberColumns(...numbers)], lines);
}

/** @param {Awaited<ReturnType<typeof enrolmentCosts>>} costs */
function costsText(costs) {
  const times = ['following, s', 'of processor', 'in all, s', 'of processor'];
  const heads = ['classes', 'pictures each', 'head', 'epochs', 'followed by', ...times, 'MB kept', 'peak MB'];
  const lines = costs.map((of) => [
    ...[of.classes, of.each, of.head, of.epochs, of.by].map(String),
    ...[of.following, of.inAll].flatMap((time) => [time.seconds.toFixed(1), time.processorSeconds.toFixed(1)]),
    ...[of.embeddingBytes, of.peakBytes].map((bytes) => (bytes / 1e6).toFixed(0)),
  ]);
  return table(numberColumns(...heads), lines);
}
