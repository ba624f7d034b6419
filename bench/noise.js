import { random } from '../dist/src/base/random.js';
import { table } from '../dist/src/cli/table.js';
import { classesOf } from '../dist/src/data/classes-of.js';
import { observe } from '../dist/src/evaluate/observe.js';
import { rightness } from '../dist/src/evaluate/outcome.js';
import { fitApproaches } from '../dist/src/fit/fit-approaches.js';
import { subset } from '../dist/src/fit/labelled.js';
import { productFor } from '../dist/src/linalg/product.js';
import { mean } from '../dist/src/metrics/mean.js';
import { newcombe } from '../dist/src/metrics/newcombe.js';
import { paired } from '../dist/src/metrics/paired.js';
import { openDataset } from '../dist/src/node/open-dataset.js';
import { nodeRuntime } from '../dist/src/node/runtime.js';
import { foldsOf, partsOf } from './folds.js';
import { keptResults, sourcesHash } from './kept-results.js';
import { embedCached } from './our-embeddings.js';
import { grocery } from './places.js';

const seeds = [0, 1, 2];
const folds = 5;
const shares = [0, 0.2, 0.4];
const approaches = ['classifier', 'gallery'];
const product = productFor(nodeRuntime);

/**
 * What `fit` loses where labels are wrong: five stratified folds of grocery's train part, three seeds; of the labels that
 * are learned from, a share is replaced by another class drawn evenly, and the fold that is left has its right ones. Beside
 * it the same with every label kept. Intervals of differences are paired, over pictures.
 */
export async function benchmark({ options, note }) {
  const kept = keptResults('noise', sourcesHash(), options);
  note('embedding ...');
  const { samples } = await openDataset(grocery.train);
  const { fingerprint, ...embedded } = await embedCached(samples);
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

/** For every picture of every fold whether it is named rightly, by approach; and how many suspects were wrong indeed. */
async function answersOf(embedded, { seed, share, keepSuspects }, fingerprint) {
  const classes = classesOf(embedded.samples);
  const labels = Int32Array.from(embedded.samples, ({ label }) => classes.indexOf(label));
  const foldOf = foldsOf(labels, folds, random(seed, 'folds'));
  const answers = { classifier: [], gallery: [], suspects: 0, found: 0, wrong: 0, seconds: [] };
  for (let fold = 0; fold < folds; fold++) {
    const { train, val } = partsOf({ embeddings: embedded.embeddings, labels, classes: classes.length }, foldOf, fold);
    const { noisy, wrong } = mislabelled(subset(embedded, train.rows), classes, share, random(seed, `noise ${fold}`));
    const started = performance.now();
    const task = { train: noisy, val: null, approach: 'both', fingerprint, keepSuspects };
    const fitted = await fitApproaches(task, { runtime: nodeRuntime, product, seed });
    answers.seconds.push((performance.now() - started) / 1000);
    const observed = await observe(fitted, subset(embedded, val.rows), product);
    for (const approach of approaches) answers[approach].push(...rightness(observed[approach]));
    answers.suspects += fitted.suspects.length;
    answers.found += fitted.suspects.filter(({ path }) => wrong.has(path)).length;
    answers.wrong += wrong.size;
  }
  return answers;
}

/** Symmetric noise. */
function mislabelled(train, classes, share, { uniform, integer }) {
  const wrong = new Set();
  const samples = train.samples.map((sample) => {
    if (uniform() >= share) return sample;
    wrong.add(sample.path);
    const place = (classes.indexOf(sample.label) + 1 + integer(classes.length - 1)) % classes.length;
    return { ...sample, label: classes[place] };
  });
  return { noisy: { ...train, samples }, wrong };
}

function summary(runs) {
  const rightsOf = (approach, share, keepSuspects) =>
    runs.filter((run) => run.share === share && run.keepSuspects === keepSuspects).flatMap((run) => run[approach]);
  const results = shares.flatMap((share) =>
    [false, true].map((keepSuspects) => {
      const same = runs.filter((run) => run.share === share && run.keepSuspects === keepSuspects);
      const sum = (name) => same.reduce((total, run) => total + run[name], 0);
      const scores = approaches.map((approach) => {
        const right = rightsOf(approach, share, keepSuspects);
        const clean = rightsOf(approach, 0, false);
        const interval = newcombe(paired(Uint8Array.from(right), Uint8Array.from(clean)));
        return [approach, { accuracy: mean(right), difference: mean(right) - mean(clean), interval }];
      });
      const found = { suspects: sum('suspects'), found: sum('found'), wrong: sum('wrong') };
      return { share, keepSuspects, ...Object.fromEntries(scores), ...found };
    }),
  );
  return { figures: { seeds, folds, results }, text: table(columns, results.map(line)) };
}

const columns = [
  { head: 'labels wrong' },
  { head: 'suspects' },
  ...approaches.flatMap((approach) => [approach, 'points against clean'].map((head) => ({ head, align: 'right' }))),
  { head: 'wrong ones found', align: 'right' },
  { head: 'right ones suspected', align: 'right' },
];

function line({ share, keepSuspects, suspects, found, wrong, ...scores }) {
  const points = (value) => (100 * value).toFixed(2);
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
