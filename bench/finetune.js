import { join } from 'node:path';
import { table } from '#src/cli/text/table.js';
import { mean } from '#src/metrics/mean.js';
import { newcombe } from '#src/metrics/newcombe.js';
import { discern } from './command-line.js';
import { keptResults, sourcesHash } from './kept-results.js';
import { numberColumns } from './number-columns.js';
import { grocery } from './places.js';

/**
 * @import { Benchmark, Note, Trained } from './types.ts'
 * @import { Interval } from '#src/metrics/interval.js'
 */

/** @typedef {Record<'classifier' | 'gallery', number[]>} Hits */
/** @typedef {Hits & { plan: unknown, seconds: number }} Tuned */
/** @typedef {{ path: string, classifier: { label: string }, gallery: { classes: { label: string }[] } }} Answer */

const seeds = [0, 1, 2];
const minutes = 20;
const approaches = /** @type {const} */ (['classifier', 'gallery']);

/**
 * The default backbone, fine-tuned on grocery's train part alone in 20 minutes (its plan and epoch chosen on a fifth of
 * it), then fitted on train and scored once on val: against the backbone as it is, on the same pictures, by seed.
 * @type {Benchmark}
 */
export async function benchmark({ folder, options, note }) {
  const kept = keptResults('finetune', sourcesHash(), options);
  const frozen = await kept('frozen', () => answersOf(folder, [], note));
  /** @type {Record<number, Tuned>} */
  const tuned = {};
  for (const seed of seeds) {
    tuned[seed] = await kept(`seed ${seed}`, async () => {
      note(`training with seed ${seed}, ${minutes} minutes ...`);
      const out = join(folder, `${seed}.onnx`);
      /** @type {Trained} */
      const trained = await discern([
        'train',
        grocery.train,
        '--out',
        out,
        '--minutes',
        `${minutes}`,
        '--seed',
        `${seed}`,
      ]);
      const answers = await answersOf(folder, ['--backbone', out], note);
      const { plan, seconds, validation, whitening } = trained;
      return { ...answers, plan: plan.stages, seconds, validation, whitening };
    });
  }
  return summary(frozen, tuned);
}

/**
 * For every val picture, whether each approach names it rightly.
 * @param {string} folder
 * @param {readonly string[]} backbone
 * @param {Note} note
 */
async function answersOf(folder, backbone, note) {
  const bundle = join(folder, `bundle-${Date.now()}`);
  note('fitting ...');
  await discern(['fit', grocery.train, '--out', bundle, ...backbone]);
  /** @type {Answer[]} */
  const answers = await discern(['predict', bundle, grocery.val]);
  const hits = (/** @type {(answer: Answer) => string} */ named) =>
    answers.map((answer) => (named(answer) === answer.path.split('/').at(-2) ? 1 : 0));
  return {
    classifier: hits(({ classifier }) => classifier.label),
    gallery: hits(({ gallery }) => gallery.classes[0].label),
  };
}

/** @param {Hits} frozen @param {Record<number, Tuned>} tuned */
function summary(frozen, tuned) {
  const rows = [];
  /** @type {{ frozen: Record<string, number>, tuned: Record<string, object> }} */
  const figures = { frozen: {}, tuned: {} };
  for (const approach of approaches) {
    const own = seeds.map((seed) => mean(tuned[seed][approach]));
    const differences = seeds.map((seed) => difference(tuned[seed][approach], frozen[approach]));
    figures.frozen[approach] = mean(frozen[approach]);
    figures.tuned[approach] = { mean: mean(own), seeds: own, differences };
    rows.push([
      approach,
      share(mean(frozen[approach])),
      ...own.map(share),
      share(mean(own)),
      ...differences.map(interval),
    ]);
  }
  const heads = [
    'approach',
    'frozen',
    ...seeds.map((seed) => `seed ${seed}`),
    'mean',
    ...seeds.map((seed) => `gain ${seed}`),
  ];
  const seconds = seeds.map((seed) => tuned[seed].seconds);
  const plans = seeds.map((seed) => tuned[seed].plan);
  return {
    figures: { ...figures, seconds, plans },
    text: table(numberColumns(...heads), rows),
  };
}

/** @param {readonly number[]} first @param {readonly number[]} second */
function difference(first, second) {
  const counts = { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 };
  first.forEach((hit, i) => {
    const other = second[i];
    counts[hit ? (other ? 'both' : 'onlyFirst') : other ? 'onlySecond' : 'neither']++;
  });
  return { difference: mean(first) - mean(second), interval: newcombe(counts) };
}

/** @param {number} value */
function share(value) {
  return value.toFixed(3);
}

/** @param {{ difference: number, interval: Interval }} of */
function interval({ difference: gain, interval: [low, high] }) {
  return `${gain.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}
