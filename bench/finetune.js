import { join } from 'node:path';
import { table } from '../dist/src/cli/table.js';
import { mean } from '../dist/src/metrics/mean.js';
import { newcombe } from '../dist/src/metrics/newcombe.js';
import { discern } from './command-line.js';
import { keptResults, sourcesHash } from './kept-results.js';
import { grocery } from './places.js';

const seeds = [0, 1, 2];
const minutes = 20;
const approaches = ['classifier', 'gallery'];

/**
 * The default backbone, fine-tuned on grocery's train part alone in 20 minutes (its plan and epoch chosen on a fifth of
 * it), then fitted on train and scored once on val: against the backbone as it is, on the same pictures, by seed.
 */
export async function benchmark({ folder, options, note }) {
  const kept = keptResults('finetune', sourcesHash(), options);
  const frozen = await kept('frozen', () => answersOf(folder, [], note));
  const tuned = {};
  for (const seed of seeds) {
    tuned[seed] = await kept(`seed ${seed}`, async () => {
      note(`training with seed ${seed}, ${minutes} minutes ...`);
      const out = join(folder, `${seed}.onnx`);
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

/** For every val picture, whether each approach names it rightly. */
async function answersOf(folder, backbone, note) {
  const bundle = join(folder, `bundle-${Date.now()}`);
  note('fitting ...');
  await discern(['fit', grocery.train, '--out', bundle, ...backbone]);
  const answers = await discern(['predict', bundle, grocery.val]);
  const hits = (named) => answers.map((answer) => (named(answer) === answer.path.split('/').at(-2) ? 1 : 0));
  return {
    classifier: hits(({ classifier }) => classifier.label),
    gallery: hits(({ gallery }) => gallery.classes[0].label),
  };
}

function summary(frozen, tuned) {
  const rows = [];
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
  figures.seconds = seeds.map((seed) => tuned[seed].seconds);
  figures.plans = seeds.map((seed) => tuned[seed].plan);
  const heads = [
    'approach',
    'frozen',
    ...seeds.map((seed) => `seed ${seed}`),
    'mean',
    ...seeds.map((seed) => `gain ${seed}`),
  ];
  return {
    figures,
    text: table(
      heads.map((head) => ({ head, align: 'right' })),
      rows,
    ),
  };
}

function difference(first, second) {
  const counts = { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 };
  first.forEach((hit, i) => {
    const other = second[i];
    counts[hit ? (other ? 'both' : 'onlyFirst') : other ? 'onlySecond' : 'neither']++;
  });
  return { difference: mean(first) - mean(second), interval: newcombe(counts) };
}

function share(value) {
  return value.toFixed(3);
}

function interval({ difference: gain, interval: [low, high] }) {
  return `${gain.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}
