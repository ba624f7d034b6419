import { random } from '#src/base/random.js';
import { table } from '#src/cli/text/table.js';
import { classesOf } from '#src/data/classes-of.js';
import { evaluation } from '#src/evaluate/evaluation.js';
import { observe, observeStrangers } from '#src/evaluate/observe.js';
import { fitApproaches } from '#src/fit/fit-approaches.js';
import { subset } from '#src/fit/labelled.js';
import { productFor } from '#src/linalg/product.js';
import { mean } from '#src/metrics/mean.js';
import { openDataset } from '#src/node/open-dataset.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { byName } from './by-name.js';
import { numberColumns } from './number-columns.js';
import { embedCached } from './our-embeddings.js';
import { grocery } from './places.js';
import { required } from './required.js';

/**
 * @import { Benchmark } from './types.ts'
 * @import { Embedded } from '#src/data/embedding/embedded.js'
 */

const seeds = [0, 1, 2, 3, 4];
const knownClasses = 50;
const product = productFor(nodeRuntime);

/**
 * The one answer at its default. A draw fits 50 of grocery's 81 classes, from train, and asks val: pictures of these
 * classes, and strangers, pictures of the other classes, which weigh as much. Both show other shops and days.
 * @type {Benchmark}
 */
export async function benchmark({ note }) {
  const [train, val] = await Promise.all([grocery.train, grocery.val].map((path) => openDataset(path)));
  const pictures = { train: await embedCached(train.samples), val: await embedCached(val.samples) };
  /** @type {Record<string, number>[]} */
  const draws = [];
  for (const seed of seeds) {
    note(`draw ${seed} ...`);
    const known = new Set(random(seed, 'answer').shuffle(classesOf(train.samples)).slice(0, knownClasses));
    draws.push(await measured(pictures, (label) => label !== null && known.has(label), seed));
  }
  const average = byName(Object.keys(draws[0]), (key) => mean(draws.map((draw) => draw[key])));
  const rows = [...draws.map((draw, i) => [`draw ${seeds[i]}`, draw]), ['mean', average]].map(([name, draw]) => [
    String(name),
    ...Object.values(draw).map((value) => Number(value).toFixed(3)),
  ]);
  const columns = [{ head: '' }, ...numberColumns(...Object.keys(average))];
  return { figures: { seeds, draws, mean: average }, text: table(columns, rows) };
}

/**
 * @param {Record<'train' | 'val', Embedded & { fingerprint: string }>} pictures
 * @param {(label: string | null) => boolean} isKnown
 * @param {number} seed
 */
async function measured({ train, val }, isKnown, seed) {
  const where = (/** @type {Embedded} */ all, /** @type {boolean} */ wanted) =>
    subset(
      all,
      [...all.samples.keys()].filter((index) => isKnown(all.samples[index].label) === wanted),
    );
  const task = { train: where(train, true), val: null, approach: /** @type {const} */ ('both') };
  const fitted = await fitApproaches(
    { ...task, fingerprint: train.fingerprint },
    { runtime: nodeRuntime, product, seed },
  );
  const observed = await observe(fitted, where(val, true), product);
  const strangers = await observeStrangers(fitted, where(val, false), product);
  const { answer, gallery, unknown } = evaluation({ ...observed, strangers }, { seed });
  const said = required(unknown?.answer ?? null, 'answer');
  return {
    accuracy: required(answer, 'answer').accuracy,
    'own accepted': required(answer, 'answer').accepted,
    'strangers in': said.falseAccept,
    AUROC: said.auroc,
    'right answers': said.right,
    'ECE of confidence': said.confidenceError,
    'gallery own': required(gallery, 'gallery').accepted,
    'gallery strangers': required(unknown?.gallery ?? null, 'gallery').falseAccept,
  };
}
