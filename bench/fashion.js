import { join } from 'node:path';
import { table } from '../dist/src/cli/table.js';
import { mean } from '../dist/src/metrics/mean.js';
import { discern } from './command-line.js';
import { fashionPictures } from './fashion-pictures.js';
import { keptResults, sourcesHash } from './kept-results.js';

const minutes = 15;
const runs = [...[0, 1, 2].map((seed) => ({ architecture: 'small', seed })), { architecture: 'vit-tiny', seed: 0 }];

/**
 * Networks from scratch on Fashion-MNIST: learned on its train part (the epoch chosen on a fifth of it) within 15 minutes,
 * both approaches fitted on train, and scored once on the official test part.
 */
export async function benchmark({ folder, options, note }) {
  const pictures = await fashionPictures(note);
  const kept = keptResults('fashion', sourcesHash(), options);
  const results = [];
  for (const { architecture, seed } of runs) {
    results.push(
      await kept(`${architecture} ${seed}`, async () => {
        note(`${architecture}, seed ${seed}, ${minutes} minutes ...`);
        return run({ architecture, seed, pictures, folder });
      }),
    );
  }
  const small = results.filter(({ architecture }) => architecture === 'small');
  const means = {
    classifier: mean(small.map(accuracyOf('classifier'))),
    gallery: mean(small.map(accuracyOf('gallery'))),
  };
  return { figures: { results, small: means }, text: table(columns, results.map(line)) };
}

async function run({ architecture, seed, pictures, folder }) {
  const train = join(pictures, 'train');
  const out = join(folder, `${architecture}-${seed}.onnx`);
  const wishes = ['--architecture', architecture, '--size', '28', '--minutes', `${minutes}`, '--seed', `${seed}`];
  const { seconds, plan, validation } = await discern(['train', train, '--out', out, ...wishes]);
  const bundle = join(folder, `${architecture}-${seed}`);
  await discern(['fit', train, '--out', bundle, '--backbone', out]);
  const { classifier, gallery } = await discern(['evaluate', bundle, join(pictures, 'test')]);
  return { architecture, seed, seconds, stages: plan.stages, validation, classifier, gallery };
}

const columns = ['network', 'seed', 'classifier', 'gallery', 'seconds'].map((head) => ({ head, align: 'right' }));

function accuracyOf(approach) {
  return (result) => result[approach].accuracy;
}

function line({ architecture, seed, classifier, gallery, seconds }) {
  return [architecture, `${seed}`, classifier.accuracy.toFixed(4), gallery.accuracy.toFixed(4), seconds.toFixed(0)];
}
