import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { random } from '../dist/src/base/random.js';
import { table } from '../dist/src/cli/table.js';
import { differentiate } from '../dist/src/graph/differentiate.js';
import { Graph } from '../dist/src/graph/graph.js';
import { peakBytes } from '../dist/src/graph/memory.js';
import { sub } from '../dist/src/graph/ops.js';
import { toOnnx } from '../dist/src/graph/proto/to-onnx.js';
import { metricLoss } from '../dist/src/losses/metric-loss.js';
import { pairLosses } from '../dist/src/losses/pair/catalogue.js';
import { classLosses } from '../dist/src/losses/proxy/catalogue.js';
import { rankingLosses } from '../dist/src/losses/ranking/catalogue.js';
import { tripletLosses } from '../dist/src/losses/triplet/catalogue.js';
import { nodeRuntime } from '../dist/src/node/runtime.js';
import { floats, floatTensor, indexTensor } from '../dist/src/runtime/tensors.js';
import { median, ratio, rounds } from './paired.js';
import { here } from './places.js';
import { python, pythonService } from './python.js';

const batch = 256;
const dimensions = 128;
/** Of losses that own a proxy for each. */
const classes = 100;
/** How long a side is timed in a round, about; but at least one step. */
const blockMs = 100;

const losses = { ...pairLosses, ...tripletLosses, ...rankingLosses, ...classLosses };

/** Of a class in the batch: 4 and 8, or as many as 100 classes leave. */
const perClass = {
  ...Object.fromEntries(Object.keys(losses).map((name) => [name, [4, 8]])),
  ...Object.fromEntries(Object.keys(classLosses).map((name) => [name, [batch / classes]])),
  prototypical: [4, 8],
  // Two views.
  vicReg: [2],
  // The peer takes the number of classes for that of a class's samples: it is right only where both are one.
  smoothAp: [Math.sqrt(batch)],
};

/** What makes ours compute the same as the peer. */
const recipes = {
  // Its anchors are among their own positives.
  smoothAp: (most) => ({
    miner: { mine: (comparisons) => ({ ...comparisons, positive: sub(1, comparisons.negative) }) },
    mostPositives: most + 1,
  }),
};

/** Losses whose peer computes something near, but not the same. */
const differing = ['vicReg'];

/**
 * A loss's value with the gradients of embeddings and of its own weights, 256 embeddings of 128 dimensions, against
 * pytorch-metric-learning or PyTorch. `options`: names of losses, `--threads N`, `--rounds N`.
 */
export async function benchmark({ options, note, folder }) {
  const { names, threads, count } = wishesOf(options);
  const interpreter = python('loss', here('loss-requirements.txt'));
  const peer = pythonService(interpreter, here('loss_peer.py'), [`${dimensions}`, `${threads}`]);
  const { losses: known } = await peer.ready;
  const figures = [];
  for (const [name, size] of names.flatMap((name) => perClass[name].map((size) => [name, size]))) {
    note(`${name}, ${size} of each class ...`);
    const theirs = known.includes(name) ? peer : null;
    figures.push({ loss: name, perClass: size, ...(await contest(name, size, { theirs, threads, count, folder })) });
  }
  await peer.close();
  const ratios = figures.flatMap(({ ratio: versus }) => (versus ? [versus.median] : []));
  const all = { median: median(ratios), least: Math.min(...ratios), below1: ratios.filter((each) => each < 1).length };
  return { figures: { batch, dimensions, threads, losses: figures, ratios: all }, text: describe(figures, all) };
}

function wishesOf(options) {
  const text = { type: 'string' };
  const { values, positionals } = parseArgs({
    args: options,
    allowPositionals: true,
    options: { threads: text, rounds: text, 'no-build': { type: 'boolean' } },
  });
  const names = positionals.length > 0 ? positionals : Object.keys(losses);
  const unknown = names.find((name) => !Object.hasOwn(losses, name));
  if (unknown !== undefined) throw new Error(`there is no loss ${unknown}: ${Object.keys(losses).join(', ')}`);
  return {
    names,
    threads: Number(values.threads ?? Math.min(2, availableParallelism())),
    count: Number(values.rounds ?? 9),
  };
}

async function contest(name, size, { theirs, threads, count, folder }) {
  const sample = drawn(size);
  const ours = await ourSide(name, size, sample, threads);
  const sides = { ours: ours.steps };
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

/** Warm sides, each of which takes as many steps at once as make a block. */
async function inBlocks(sides) {
  const inBlock = (milliseconds) => Math.max(1, Math.round(blockMs / milliseconds));
  const blocks = {};
  for (const [side, steps] of Object.entries(sides)) {
    const warm = inBlock(await steps(inBlock(await steps(1))));
    blocks[side] = () => steps(warm);
  }
  return blocks;
}

/** Embeddings about the centres of their classes, near enough to each other that losses have something to teach. */
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

/** Class by class; two of a class are views, the first ones before the second ones. */
function labelsOf(size) {
  if (size === 2) return Array.from({ length: batch }, (_, i) => i % (batch / 2));
  return Array.from({ length: batch }, (_, i) => Math.floor(i / size));
}

/** The loss as in training: a graph of its own here, with embeddings and weights as inputs. */
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
      [...parameters, ...statistics].map(({ name: own, shape, initial }) => [own, floatTensor(initial, shape)]),
    ),
  };
  const results = await session.run(feeds);
  return {
    parameters,
    value: floats(results.loss)[0],
    gradient: floats(results.gradient),
    peakBytes: peakBytes(outputs),
    steps: async (count) => {
      const begin = performance.now();
      for (let i = 0; i < count; i++) await session.run(feeds);
      return (performance.now() - begin) / count;
    },
    dispose: () => session.dispose(),
  };
}

/** A folder with the batch and the loss's own weights, for Python. */
function keptBeginning(folder, { embeddings, labels }, parameters) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'embeddings'), embeddings);
  writeFileSync(join(folder, 'labels'), indexTensor(labels).data);
  for (const { name, initial } of parameters) writeFileSync(join(folder, name.replace('loss/', '')), initial);
  return folder;
}

/** That both sides compute the same. */
function check(name, ours, theirs) {
  const apart = Math.abs(ours.value / theirs.value - 1);
  const length = (numbers) => Math.hypot(...numbers);
  const turned = length(ours.gradient.map((each, i) => each - theirs.gradient[i])) / length(theirs.gradient);
  if (!(apart < 1e-3 && turned < 1e-2))
    throw new Error(`${name}: ${ours.value} here and ${theirs.value} there, gradients ${turned} apart`);
}

const columns = [
  'loss',
  'of each class',
  'discern, ms',
  'theirs, ms',
  'theirs is',
  'discern is so many times as fast',
  'discern, MB',
].map((head, i) => ({ head, align: [1, 2, 3, 6].includes(i) ? 'right' : 'left' }));

function describe(figures, { median: middle, least, below1 }) {
  const sum = `${middle.toFixed(2)} times as fast at the median, ${least.toFixed(2)} at the least, ${below1} below 1`;
  return `${table(columns, figures.map(line))}\n\n${sum}`;
}

function line({ loss, perClass: size, milliseconds: { ours, theirs }, ratio: versus, code, peakBytes: bytes }) {
  const range = versus
    ? `${versus.median.toFixed(2)} (${versus.least.toFixed(2)} to ${versus.most.toFixed(2)})`
    : 'no peer';
  const times = [ours, theirs].map((each) => each?.toFixed(2) ?? '');
  return [loss, `${Number(size.toFixed(2))}`, ...times, code ?? '', range, (bytes / 1e6).toFixed(1)];
}
