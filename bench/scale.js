import { table } from '#src/cli/text/table.js';
import { fitApproaches } from '#src/fit/fit-approaches.js';
import { productFor } from '#src/linalg/product.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { output } from './command-line.js';
import { drawnEmbeddings } from './drawn-embeddings.js';
import { numberColumns } from './number-columns.js';
import { here } from './places.js';

/**
 * @import { FitTask } from '#src/fit/fit-approaches.js'
 * @import { Benchmark } from './types.ts'
 */

/** @typedef {{ classes: number, each: number }} Shape */
/** @typedef {Awaited<ReturnType<typeof measured>>} Cost */

/** @type {Shape[]} */
const shapes = [
  { classes: 20_000, each: 1 },
  { classes: 20_000, each: 2 },
  { classes: 100, each: 1000 },
];

// A process of its own measures a shape: the peak of memory is that of a process.
if (process.argv[1] === here('scale.js')) console.log(JSON.stringify(await measured(JSON.parse(process.argv[2]))));

/**
 * Time and memory of fitting both approaches to many classes and to many pictures of drawn embeddings.
 * @type {Benchmark}
 */
export async function benchmark({ note }) {
  /** @type {Cost[]} */
  const figures = [];
  for (const shape of shapes) {
    note(`fitting ${shape.classes} classes of ${shape.each} ...`);
    figures.push(JSON.parse(await output(process.execPath, [here('scale.js'), JSON.stringify(shape)])));
  }
  return { figures: { shapes: figures }, text: table(columns, figures.map(line)) };
}

const heads = ['classes', 'pictures each', 'seconds', 'of them gallery', 'classifier', 'peak MB', 'vectors MB'];
const columns = numberColumns(...heads);

/** @param {Cost} cost */
function line({ classes, each, seconds, peakBytes, vectorBytes }) {
  const numbers = [seconds.all, seconds.gallery, seconds.classifier, peakBytes / 1e6, vectorBytes / 1e6];
  return [String(classes), String(each), ...numbers.map((number) => number.toFixed(0))];
}

/** @param {Shape} shape */
async function measured({ classes, each }) {
  const train = drawn(classes, each);
  /** @type {FitTask} */
  const task = { train, val: null, approach: 'both', fingerprint: 'drawn' };
  const begin = performance.now();
  const fitted = await fitApproaches(task, { runtime: nodeRuntime, product: productFor(nodeRuntime), seed: 0 });
  const all = (performance.now() - begin) / 1000;
  return {
    classes,
    each,
    seconds: { ...fitted.seconds, all },
    peakBytes: process.resourceUsage().maxRSS * 1024,
    vectorBytes: train.embeddings.data.byteLength,
    chosen: fitted.chosen,
  };
}

/**
 * Pictures that nobody drew, with embeddings that are drawn.
 * @param {number} classes
 * @param {number} each
 */
function drawn(classes, each) {
  const samples = Array.from({ length: classes * each }, (_, i) => ({ path: `${i}.jpg`, label: `c${i % classes}` }));
  return {
    samples: samples.map((sample) => ({ ...sample, part: null, group: null })),
    embeddings: drawnEmbeddings(classes, each, 'scale'),
    hashes: samples.map((_, i) => i.toString(16).padStart(64, '0')),
    skipped: [],
  };
}
