import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { random } from '#src/base/random.js';
import { table } from '#src/cli/text/table.js';
import { differentiate } from '#src/graph/differentiate.js';
import { Graph } from '#src/graph/graph.js';
import { peakBytes } from '#src/graph/memory.js';
import { sub } from '#src/graph/ops.js';
import { toOnnx } from '#src/graph/proto/to-onnx.js';
import { metricLoss } from '#src/losses/metric-loss.js';
import { pairLosses } from '#src/losses/pair/catalogue.js';
import { classLosses } from '#src/losses/proxy/catalogue.js';
import { rankingLosses } from '#src/losses/ranking/catalogue.js';
import { tripletLosses } from '#src/losses/triplet/catalogue.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { floats, floatTensor, indexTensor } from '#src/runtime/tensors.js';
import { initialNumbers } from '#src/steps/parameter.js';
import { keysOf } from './by-name.js';
import { median, ratio, ratioInWords, rounds } from './paired.js';
import { here } from './places.js';
import { python, pythonService } from './python.js';

/**
 * @import { Benchmark } from './types.ts'
 * @import { EmbeddingLossName } from '#src/losses/catalogue.js'
 * @import { EmbeddingLoss } from '#src/losses/loss.js'
 * @import { MetricRecipe } from '#src/losses/metric-loss.js'
 * @import { Parameter } from '#src/steps/parameter.js'
 * @import { Column } from '#src/cli/text/table.js'
 * @import { PythonService } from './python.js'
 */

/** @typedef {{ embeddings: Float32Array, labels: number[] }} Sample */
/** @typedef {{ value: number, gradient: ArrayLike<number> }} Computed */
/** @typedef {Computed & { code: string, milliseconds: number }} Answer */
/** @typedef {PythonService<Answer, { losses: string[] }>} Peer */
/** @typedef {(count: number) => Promise<number>} Steps Milliseconds of one step. */
/** @typedef {{ theirs: Peer | null, threads: number, count: number, folder: string }} How */
/** @typedef {{ loss: string, perClass: number } & Awaited<ReturnType<typeof contest>>} Figure */

const batch = 256;
const dimensions = 128;
/** Of losses that own a proxy for each. */
const classes = 100;
/** How long a side is timed in a round, about; but at least one step. */
const blockMs = 100;

/** @type {Record<EmbeddingLossName, () => EmbeddingLoss>} */
const losses = { ...pairLosses, ...tripletLosses, ...rankingLosses, ...classLosses };

/**
 * Of a class in the batch: 4 and 8, or as many as 100 classes leave.
 * @type {Record<string, number[]>}
 */
const perClass = {
  ...Object.fromEntries(Object.keys(losses).map((name) => [name, [4, 8]])),
  ...Object.fromEntries(Object.keys(classLosses).map((name) => [name, [batch / classes]])),
  prototypical: [4, 8],
  // Two views.
  vicReg: [2],
  // The peer takes the number of classes for that of a class's samples: it is right only where both are one.
  smoothAp: [Math.sqrt(batch)],
};

/**
 * What makes ours compute the same as the peer.
 * @type {Partial<Record<EmbeddingLossName, (most: number) => Partial<MetricRecipe>>>}
 */
const recipes = {
  // Its anchors are among their own positives.
  smoothAp: (most) => ({
    miner: { draws: false, mine: (comparisons) => ({ ...comparisons, positive: sub(1, comparisons.negative) }) },
    mostPositives: most + 1,
  }),
};

/** Losses whose peer computes something near, but not the same. */
const differing = ['vicReg', 'dynamicSoftMargin'];

/**
 * A loss's value with the gradients of embeddings and of its own weights, 256 embeddings of 128 dimensions, against
 * pytorch-metric-learning or PyTorch. `options`: names of losses, `--threads N`, `--rounds N`.
 * @type {Benchmark}
 */
export async function benchmark({ options, note, folder }) {
  const { names, threads, count } = wishesOf(options);
  const interpreter = python('loss', here('loss-requirements.txt'));
  /** @type {Peer} */
  const peer = pythonService(interpreter, here('loss_peer.py'), [`${dimensions}`, `${threads}`]);
  const { losses: known } = await peer.ready;
  /** @type {Figure[]} */
  const figures = [];
  for (const { name, size } of names.flatMap((name) => perClass[name].map((size) => ({ name, size })))) {
    note(`${name}, ${size} of each class ...`);
    const theirs = known.includes(name) ? peer : null;
    figures.push({ loss: name, perClass: size, ...(await contest(name, size, { theirs, threads, count, folder })) });
  }
  await peer.close();
  const ratios = figures.flatMap(({ ratio: versus }) => (versus ? [versus.median] : []));
  const all = { median: median(ratios), least: Math.min(...ratios), below1: ratios.filter((each) => each < 1).length };
  return { figures: { batch, dimensions, threads, losses: figures, ratios: all }, text: describe(figures, all) };
}

/** @param {readonly string[]} options */
function wishesOf(options) {
  /** @type {{ type: 'string' }} */
  const text = { type: 'string' };
  const { values, positionals } = parseArgs({
    args: [...options],
    allowPositionals: true,
    options: { threads: text, rounds: text, 'no-build': { type: 'boolean' } },
  });
  const unknown = positionals.find((name) => !Object.hasOwn(losses, name));
  if (unknown !== undefined) throw new Error(`there is no loss ${unknown}: ${Object.keys(losses).join(', ')}`);
  const wanted = keysOf(losses).filter((name) => positionals.includes(name));
  return {
    names: wanted.length > 0 ? wanted : keysOf(losses),
    threads: Number(values.threads ?? Math.min(2, availableParallelism())),
    count: Number(values.rounds ?? 9),
  };
}

/** @param {EmbeddingLossName} name @param {number} size @param {How} how */
async function contest(name, size, { theirs, threads, count, folder }) {
  const sample = drawn(size);
  const ours = await ourSide(name, size, sample, threads);
  /** @type {Record<string, Steps>} */
  const sides = { ours: ours.steps };
  /** @type {string | null} */
  let code = null;
  if (theirs) {
    const beginning = keptBeginning(join(folder, `${name}-${size}`), sample, ours.parameters);
    const begun = await theirs.ask({ begin: name, folder: beginning });
    if (!differing.includes(name)) check(name, ours, begun);
    code = begun.code;
    sides.theirs = async (steps) => (await theirs.ask({ steps })).milliseconds / steps;
  }
  const results = await rounds(await inBlocks(sides), count);
  await ours.dispose();
  return {
    milliseconds: Object.fromEntries(Object.entries(results).map(([side, values]) => [side, median(values)])),
    ratio: theirs && ratio(results.theirs, results.ours),
    code,
    peakBytes: ours.peakBytes,
  };
}

/**
 * Warm sides, each of which takes as many steps at once as make a block.
 * @param {Record<string, Steps>} sides
 */
async function inBlocks(sides) {
  const inBlock = (/** @type {number} */ milliseconds) => Math.max(1, Math.round(blockMs / milliseconds));
  /** @type {Record<string, () => Promise<number>>} */
  const blocks = {};
  for (const [side, steps] of Object.entries(sides)) {
    const warm = inBlock(await steps(inBlock(await steps(1))));
    blocks[side] = () => steps(warm);
  }
  return blocks;
}

/**
 * Embeddings about the centres of their classes, near enough to each other that losses have something to teach.
 * @param {number} size
 * @returns {Sample}
 */
function drawn(size) {
  const { normal } = random(0, 'loss batch');
  const labels = labelsOf(size);
  const centres = Float32Array.from({ length: (Math.max(...labels) + 1) * dimensions }, normal);
  const embeddings = Float32Array.from(
    { length: batch * dimensions },
    (_, i) => centres[labels[Math.floor(i / dimensions)] * dimensions + (i % dimensions)] + 2 * normal(),
  );
  return { embeddings, labels };
}

/**
 * Class by class; two of a class are views, the first ones before the second ones.
 * @param {number} size
 */
function labelsOf(size) {
  if (size === 2) return Array.from({ length: batch }, (_, i) => i % (batch / 2));
  return Array.from({ length: batch }, (_, i) => Math.floor(i / size));
}

/**
 * The loss as in training: a graph of its own here, with embeddings and weights as inputs.
 * @param {EmbeddingLossName} name
 * @param {number} size
 * @param {Sample} sample
 * @param {number} threads
 */
async function ourSide(name, size, { embeddings, labels }, threads) {
  const most = Math.ceil(size) - 1;
  const recipe = { loss: losses[name](), mostPositives: most, ...recipes[name]?.(most) };
  const { parameters, statistics, value } = metricLoss(recipe, {
    classes,
    dimensions,
    random: random(0, 'loss weights'),
  });
  const g = new Graph();
  const x = g.input('embeddings', 'float32', [batch, dimensions]);
  const weights = parameters.map(({ name: own, shape }) => g.input(own, 'float32', shape));
  const given = { labels: g.input('labels', 'int64', [batch]) };
  const followed = statistics.map(({ name: own, shape }) => g.input(own, 'float32', shape));
  const { loss } = value(x, given, Object.fromEntries([...weights, ...followed].map((each) => [each.name, each])));
  const [gradient, ...gradients] = differentiate(loss, [x, ...weights]);
  const outputs = { loss, gradient, ...Object.fromEntries(gradients.map((each, i) => [`gradient ${i}`, each])) };
  const session = await nodeRuntime.load(toOnnx(outputs), { threads });
  const feeds = {
    embeddings: floatTensor(embeddings, [batch, dimensions]),
    labels: indexTensor(labels),
    ...Object.fromEntries(
      [...parameters, ...statistics].map((each) => [each.name, floatTensor(initialNumbers(each), each.shape)]),
    ),
  };
  const results = await session.run(feeds);
  return {
    parameters,
    value: floats(results.loss)[0],
    gradient: floats(results.gradient),
    peakBytes: peakBytes(outputs),
    steps: async (/** @type {number} */ count) => {
      const begin = performance.now();
      for (let i = 0; i < count; i++) await session.run(feeds);
      return (performance.now() - begin) / count;
    },
    dispose: () => session.dispose(),
  };
}

/**
 * A folder with the batch and the loss's own weights, for Python.
 * @param {string} folder
 * @param {Sample} sample
 * @param {readonly Parameter[]} parameters
 */
function keptBeginning(folder, { embeddings, labels }, parameters) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'embeddings'), embeddings);
  writeFileSync(join(folder, 'labels'), indexTensor(labels).data);
  for (const each of parameters) writeFileSync(join(folder, each.name.replace('loss/', '')), initialNumbers(each));
  return folder;
}

/**
 * That both sides compute the same.
 * @param {string} name
 * @param {Computed} ours
 * @param {Computed} theirs
 */
function check(name, ours, theirs) {
  const apart = Math.abs(ours.value / theirs.value - 1);
  const length = (/** @type {ArrayLike<number>} */ numbers) => Math.hypot(...Array.from(numbers));
  const turned = length(Array.from(ours.gradient, (each, i) => each - theirs.gradient[i])) / length(theirs.gradient);
  if (!(apart < 1e-3 && turned < 1e-2))
    throw new Error(`${name}: ${ours.value} here and ${theirs.value} there, gradients ${turned} apart`);
}

/** @type {Column[]} */
const columns = [
  'loss',
  'of each class',
  'discern, ms',
  'theirs, ms',
  'theirs is',
  'discern is so many times as fast',
  'discern, MB',
].map((head, i) => ({ head, align: [1, 2, 3, 6].includes(i) ? 'right' : 'left' }));

/** @param {readonly Figure[]} figures @param {{ median: number, least: number, below1: number }} all */
function describe(figures, { median: middle, least, below1 }) {
  const sum = `${middle.toFixed(2)} times as fast at the median, ${least.toFixed(2)} at the least, ${below1} below 1`;
  return `${table(columns, figures.map(line))}\n\n${sum}`;
}

/** @param {Figure} figure */
function line({ loss, perClass: size, milliseconds: { ours, theirs }, ratio: versus, code, peakBytes: bytes }) {
  const range = versus ? ratioInWords(versus) : 'no peer';
  const times = [ours, theirs].map((each) => each?.toFixed(2) ?? '');
  return [loss, `${Number(size.toFixed(2))}`, ...times, code ?? '', range, (bytes / 1e6).toFixed(1)];
}
