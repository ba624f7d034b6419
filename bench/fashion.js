import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { table } from '../dist/src/cli/table.js';
import { mean } from '../dist/src/metrics/mean.js';
import { openDataset } from '../dist/src/node/open-dataset.js';
import { discern } from './command-line.js';
import { fashionPictures } from './fashion-pictures.js';
import { keptResults, sourcesHash } from './kept-results.js';
import { rightByMeans } from './nearest.js';
import { embedCached } from './our-embeddings.js';

const minutes = 15;
const runs = [...[0, 1, 2].map((seed) => ({ architecture: 'small', seed })), { architecture: 'vit-tiny', seed: 0 }];

/**
 * Networks from scratch on Fashion-MNIST: learned on its train part (the epoch chosen on a fifth of it) within 15 minutes,
 * both approaches fitted on train, and scored once on the official test part; beside them the nearest means of the network's own
 * embeddings. `npm run bench -- fashion small-0` runs only that one.
 */
export async function benchmark({ folder, options, note }) {
  const pictures = await fashionPictures(note);
  const kept = keptResults('fashion', sourcesHash(), options);
  const wanted = options.filter((option) => !option.startsWith('--'));
  const unknown = wanted.find((name) => !runs.some((each) => nameOf(each) === name));
  if (unknown) throw new Error(`${unknown} is none of ${runs.map(nameOf).join(', ')}`);
  const results = [];
  for (const { architecture, seed } of runs.filter((each) => wanted.length === 0 || wanted.includes(nameOf(each)))) {
    results.push(
      await kept(`${architecture} ${seed}`, async () => {
        note(`${architecture}, seed ${seed}, ${minutes} minutes ...`);
        return run({ architecture, seed, pictures, folder });
      }),
    );
  }
  const small = results.filter(({ architecture }) => architecture === 'small');
  const means = Object.fromEntries(approaches.map((approach) => [approach, mean(small.map(accuracyOf(approach)))]));
  const seeds = small.map(({ seed }) => seed);
  return {
    figures: { results, ...(seeds.length > 0 && { small: { seeds, ...means } }) },
    text: table(columns, results.map(line)),
  };
}

function nameOf({ architecture, seed }) {
  return `${architecture}-${seed}`;
}

async function run({ architecture, seed, pictures, folder }) {
  const train = join(pictures, 'train');
  const out = join(folder, `${architecture}-${seed}.onnx`);
  const wishes = ['--architecture', architecture, '--size', '28', '--minutes', `${minutes}`, '--seed', `${seed}`];
  const { seconds, plan, validation, whitening, dimensions } = await discern(['train', train, '--out', out, ...wishes]);
  const bundle = join(folder, `${architecture}-${seed}`);
  await discern(['fit', train, '--out', bundle, '--backbone', out]);
  const { classifier, gallery } = await discern(['evaluate', bundle, join(pictures, 'test')]);
  const prototypes = await byPrototypes(pictures, out);
  const reported = { stages: plan.stages, validation, whitening, dimensions };
  return { architecture, seed, seconds, ...reported, classifier, gallery, prototypes };
}

/** The share of the test part whose nearest class mean is their own. */
async function byPrototypes(pictures, network) {
  const classes = readdirSync(join(pictures, 'train')).sort();
  const embedded = async (part) => {
    const { embeddings, samples } = await embedCached((await openDataset(join(pictures, part))).samples, network);
    return { embeddings, labels: Int32Array.from(samples, ({ label }) => classes.indexOf(label)) };
  };
  const learned = await embedded('train');
  return { accuracy: mean(rightByMeans(learned, await embedded('test'), classes.length)) };
}

const approaches = ['classifier', 'gallery', 'prototypes'];
const columns = ['network', 'seed', ...approaches, 'seconds'].map((head) => ({ head, align: 'right' }));

function accuracyOf(approach) {
  return (result) => result[approach].accuracy;
}

function line({ architecture, seed, seconds, ...result }) {
  return [
    architecture,
    `${seed}`,
    ...approaches.map((approach) => result[approach].accuracy.toFixed(4)),
    seconds.toFixed(0),
  ];
}
