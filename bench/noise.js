import { random } from '#src/base/random.js';
import { table } from '#src/cli/text/table.js';
import { correctness } from '#src/evaluate/labelled-prediction.js';
import { observe } from '#src/evaluate/observe.js';
import { fitApproaches } from '#src/fit/fit-approaches.js';
import { labelled, subset } from '#src/fit/labelled.js';
import { productFor } from '#src/linalg/product.js';
import { mean } from '#src/metrics/mean.js';
import { newcombe } from '#src/metrics/newcombe.js';
import { pairedCounts } from '#src/metrics/paired-counts.js';
import { openDataset } from '#src/node/open-dataset.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { byName } from './by-name.js';
import { foldsOf, partsOf } from './folds.js';
import { keptResults, sourcesHash } from './kept-results.js';
import { numberColumns } from './number-columns.js';
import { embedCached } from './our-embeddings.js';
import { grocery } from './places.js';
import { required } from './required.js';

/**
 * @import { Benchmark } from './types.ts'
 * @import { Random } from '#src/base/random.js'
 * @import { Column } from '#src/cli/text/table.js'
 * @import { Embedded } from '#src/data/embedding/embedded.js'
 * @import { FitTask } from '#src/fit/fit-approaches.js'
 * @import { Interval } from '#src/metrics/interval.js'
 */

/** @typedef {{ seed: number, share: number, keepSuspects: boolean }} Setting */
/** @typedef {{ accuracy: number, difference: number, interval: Interval }} Score */
/** @typedef {Record<'suspects' | 'found' | 'wrong', number>} Counts */
/** @typedef {Omit<Setting, 'seed'> & Counts & Record<'classifier' | 'gallery', Score>} Result */
/** @typedef {Setting & Awaited<ReturnType<typeof answersOf>>} Run */

const seeds = [0, 1, 2];
const folds = 5;
const shares = [0, 0.2, 0.4];
const approaches = /** @type {const} */ (['classifier', 'gallery']);
const product = productFor(nodeRuntime);

/**
 * What `fit` loses where labels are wrong: five stratified folds of grocery's train part, three seeds; of the labels
 * that are learned from, a share is replaced by another class drawn evenly, and the fold that is left has its right
 * ones. Beside it the same with every label kept. Intervals of differences are paired, over pictures.
 * @type {Benchmark}
 */
export async function benchmark({ options, note }) {
  const kept = keptResults('noise', sourcesHash(), options);
  note('embedding ...');
  const { samples } = await openDataset(grocery.train);
  const { fingerprint, ...embedded } = await embedCached(samples);
  /** @type {Run[]} */
  const runs = [];
  for (const seed of seeds)
    for (const share of shares)
      for (const keepSuspects of [false, true]) {
        note(`seed ${seed}, ${100 * share} % wrong, ${keepSuspects ? 'all labels kept' : 'suspects left out'} ...`);
        const setting = { seed, share, keepSuspects };
        const run = () => answersOf(embedded, setting, fingerprint);
        runs.push({ ...setting, ...(await kept(JSON.stringify(setting), run)) });
      }
  return summary(runs);
}

/**
 * For every picture of every fold whether it is named rightly, by approach; and how many suspects were wrong indeed.
 * @param {Embedded} embedded
 * @param {Setting} setting
 * @param {string} fingerprint
 */
async function answersOf(embedded, { seed, share, keepSuspects }, fingerprint) {
  const { labels, classes } = labelled(embedded);
  const foldOf = foldsOf(labels, folds, random(seed, 'folds'));
  /** @type {Record<'classifier' | 'gallery' | 'seconds', number[]> & Counts} */
  const answers = { classifier: [], gallery: [], suspects: 0, found: 0, wrong: 0, seconds: [] };
  for (let fold = 0; fold < folds; fold++) {
    const { train, val } = partsOf({ embeddings: embedded.embeddings, labels, classes: classes.length }, foldOf, fold);
    const { noisy, wrong } = mislabelled(subset(embedded, train.rows), classes, share, random(seed, `noise ${fold}`));
    const started = performance.now();
    /** @type {FitTask} */
    const task = { train: noisy, val: null, approach: 'both', fingerprint, keepSuspects };
    const fitted = await fitApproaches(task, { runtime: nodeRuntime, product, seed });
    answers.seconds.push((performance.now() - started) / 1000);
    const observed = await observe(fitted, subset(embedded, val.rows), product);
    for (const approach of approaches) answers[approach].push(...correctness(required(observed[approach], approach)));
    answers.suspects += fitted.suspects.length;
    answers.found += fitted.suspects.filter(({ path }) => wrong.has(path)).length;
    answers.wrong += wrong.size;
  }
  return answers;
}

/**
 * Symmetric noise.
 * @param {Embedded} train
 * @param {readonly string[]} classes
 * @param {number} share
 * @param {Random} draw
 */
function mislabelled(train, classes, share, { uniform, integer }) {
  const wrong = new Set();
  const samples = train.samples.map((sample) => {
    if (uniform() >= share) return sample;
    wrong.add(sample.path);
    const place = (classes.indexOf(sample.label ?? '') + 1 + integer(classes.length - 1)) % classes.length;
    return { ...sample, label: classes[place] };
  });
  return { noisy: { ...train, samples }, wrong };
}

/** @param {readonly Run[]} runs */
function summary(runs) {
  /** @type {(approach: 'classifier' | 'gallery', share: number, keepSuspects: boolean) => number[]} */
  const rightsOf = (approach, share, keepSuspects) =>
    runs.filter((run) => run.share === share && run.keepSuspects === keepSuspects).flatMap((run) => run[approach]);
  const results = shares.flatMap((share) =>
    [false, true].map((keepSuspects) => {
      const same = runs.filter((run) => run.share === share && run.keepSuspects === keepSuspects);
      const sum = (/** @type {keyof Counts} */ name) => same.reduce((total, run) => total + run[name], 0);
      const scores = byName(approaches, (approach) => {
        const right = rightsOf(approach, share, keepSuspects);
        const clean = rightsOf(approach, 0, false);
        const interval = newcombe(pairedCounts(Uint8Array.from(right), Uint8Array.from(clean)));
        return { accuracy: mean(right), difference: mean(right) - mean(clean), interval };
      });
      const found = { suspects: sum('suspects'), found: sum('found'), wrong: sum('wrong') };
      return { share, keepSuspects, ...scores, ...found };
    }),
  );
  return { figures: { seeds, folds, results }, text: table(columns, results.map(line)) };
}

/** @type {Column[]} */
const columns = [
  { head: 'labels wrong' },
  { head: 'suspects' },
  ...approaches.flatMap((approach) => numberColumns(approach, 'points against clean')),
  { head: 'wrong ones found', align: 'right' },
  { head: 'right ones suspected', align: 'right' },
];

/** @param {Result} result */
function line({ share, keepSuspects, suspects, found, wrong, ...scores }) {
  const points = (/** @type {number} */ value) => (100 * value).toFixed(2);
  return [
    `${100 * share} %`,
    keepSuspects ? 'kept' : 'left out',
    ...approaches.flatMap((approach) => {
      const { accuracy, difference, interval } = scores[approach];
      return [accuracy.toFixed(4), `${points(difference)} (${interval.map(points).join(' to ')})`];
    }),
    keepSuspects ? '' : `${found} of ${wrong}`,
    keepSuspects ? '' : `${suspects - found}`,
  ];
}
