import { takeRows } from '#src/base/matrix.js';
import { random } from '#src/base/random.js';
import { table } from '#src/cli/text/table.js';
import { classesOf } from '#src/data/classes-of.js';
import { fitApproaches } from '#src/fit/fit-approaches.js';
import { subset } from '#src/fit/labelled.js';
import { drawGroups } from '#src/fit/together/draw-groups.js';
import { productFor } from '#src/linalg/product.js';
import { auroc } from '#src/metrics/auroc.js';
import { mean } from '#src/metrics/mean.js';
import { openDataset } from '#src/node/open-dataset.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { openGroups } from '#src/pooling/open-groups.js';
import { byName } from './by-name.js';
import { numberColumns } from './number-columns.js';
import { embedCached } from './our-embeddings.js';
import { grocery } from './places.js';
import { required } from './required.js';

/**
 * @import { Benchmark, EmbeddedSet } from './types.ts'
 * @import { Prediction } from '#src/base/prediction.js'
 * @import { Group } from '#src/fit/together/draw-groups.js'
 */

/** @typedef {Record<string, number>} Figures */

const seeds = [0, 1, 2, 3, 4];
const knownClasses = 50;
const sizes = [2, 3, 5];
/** Val has few pictures of a class, so each draw groups them so often. */
const groupings = 5;
const approaches = /** @type {const} */ (['classifier', 'gallery']);
const product = productFor(nodeRuntime);

/**
 * One answer for several pictures of one thing, against the same pictures one by one. A draw learns 50 of grocery's 81
 * classes from train, with the way of pooling that the fit chooses; the others are strangers. Val, which shows other
 * shops and days, is grouped by class, in groups of 2, 3 and 5.
 * @type {Benchmark}
 */
export async function benchmark({ note }) {
  const [train, val] = await Promise.all([grocery.train, grocery.val].map((path) => openDataset(path)));
  note('embedding ...');
  const embeddedTrain = await embedCached(train.samples);
  const embeddedVal = await embedCached(val.samples);
  /** @type {Record<string, Figures>[]} */
  const draws = [];
  for (const seed of seeds) {
    note(`draw ${seed} ...`);
    draws.push(await draw(embeddedTrain, embeddedVal, seed));
  }
  const average = byName(Object.keys(draws[0]), (name) =>
    byName(Object.keys(draws[0][name]), (key) => mean(draws.map((each) => each[name][key]))),
  );
  const rows = Object.entries(average).map(([name, figures]) => [name, ...keys.map((key) => figures[key].toFixed(3))]);
  return { figures: { draws, mean: average }, text: table([{ head: '' }, ...numberColumns(...heads)], rows) };
}

/** @param {EmbeddedSet} train @param {EmbeddedSet} val @param {number} seed */
async function draw(train, val, seed) {
  const known = new Set(random(seed, 'together').shuffle(classesOf(train.samples)).slice(0, knownClasses));
  const learned = subset(
    train,
    train.samples.flatMap(({ label }, index) => (known.has(label ?? '') ? [index] : [])),
  );
  const { fingerprint } = train;
  const { together, ...fitted } = await fitApproaches(
    { train: learned, val: null, approach: 'both', fingerprint, together: true },
    { runtime: nodeRuntime, product, seed },
  );
  const predict = openGroups({ ...fitted, together: required(together, 'together') }, product);
  const predictions = (/** @type {readonly number[]} */ members) => predict(takeRows(val.embeddings, members));
  const single = await Promise.all(val.samples.map((_, index) => predictions([index])));
  /** @type {Record<string, Figures>} */
  const figures = {};
  for (const pictures of sizes) {
    const groups = drawGroups(val.samples, { pictures, rounds: groupings }, random(seed, `groups of ${pictures}`));
    const several = await Promise.all(groups.map(({ members }) => predictions(members)));
    const outliers = mean(several.map((each) => each.outliers.length / pictures));
    for (const name of approaches) {
      const alone = groups.flatMap((group) =>
        group.members.map((index) => scored(group, required(single[index][name], name), known)),
      );
      const pooled = groups.map((group, g) => scored(group, required(several[g][name], name), known));
      figures[`${name}, ${pictures} pictures`] = { outliers, ...measured('single', alone), ...measured('', pooled) };
    }
  }
  return figures;
}

/**
 * @typedef {{ isKnown: boolean, right: boolean, accepted: boolean, familiarity: number }} Scored
 * @param {Group} group
 * @param {Prediction} prediction
 * @param {ReadonlySet<string>} known
 * @returns {Scored}
 */
function scored({ label }, { candidates, familiarity, known: accepted }, known) {
  return { isKnown: known.has(label), right: candidates[0].label === label, accepted, familiarity };
}

/** @param {string} prefix @param {readonly Scored[]} all @returns {Figures} */
function measured(prefix, all) {
  const own = all.filter(({ isKnown }) => isKnown);
  const strangers = all.filter(({ isKnown }) => !isKnown);
  const familiarity = (/** @type {readonly Scored[]} */ some) => Float64Array.from(some, (each) => each.familiarity);
  return {
    [`${prefix}error`]: 1 - mean(own.map(({ right }) => Number(right))),
    [`${prefix}auroc`]: auroc({ known: familiarity(own), strangers: familiarity(strangers) }),
    [`${prefix}accepted`]: mean(own.map(({ accepted }) => Number(accepted))),
    [`${prefix}falseAccept`]: mean(strangers.map(({ accepted }) => Number(accepted))),
  };
}

const heads = [
  'error alone',
  'together',
  'AUROC alone',
  'together',
  'own alone',
  'together',
  'strangers',
  'together',
  'left out',
];
const keys = [
  'singleerror',
  'error',
  'singleauroc',
  'auroc',
  'singleaccepted',
  'accepted',
  'singlefalseAccept',
  'falseAccept',
  'outliers',
];
