import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { table } from '#src/cli/text/table.js';
import { mean } from '#src/metrics/mean.js';
import { openDataset } from '#src/node/open-dataset.js';
import { discern } from './command-line.js';
import { fashionPictures } from './fashion-pictures.js';
import { keptResults, sourcesHash } from './kept-results.js';
import { rightByMeans } from './nearest.js';
import { numberColumns } from './number-columns.js';
import { embedCached } from './our-embeddings.js';

/** @import { Benchmark, Evaluated, Trained } from './types.ts' */

/** @typedef {Awaited<ReturnType<typeof run>>} Result */

const minutes = 15;
const runs = [...[0, 1, 2].map((seed) => ({ architecture: 'small', seed })), { architecture: 'vit-tiny', seed: 0 }];

/**
 * Networks from scratch on Fashion-MNIST: learned on its train part (the epoch chosen on a fifth of it) within 15
 * minutes, both approaches fitted on train, and scored once on the official test part; beside them the nearest means
 * of the network's own embeddings. `npm run bench -- fashion small-0` runs only that one.
 * @type {Benchmark}
 */
export async function benchmark({ folder, options, note }) {
  const pictures = await fashionPictures(note);
  const kept = keptResults('fashion', sourcesHash(), options);
  const wanted = options.filter((option) => !option.startsWith('--'));
  const unknown = wanted.find((name) => !runs.some((each) => nameOf(each) === name));
  if (unknown) throw new Error(`${unknown} is none of ${runs.map(nameOf).join(', ')}`);
  /** @type {Result[]} */
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

/** @param {{ architecture: string, seed: number }} run */
function nameOf({ architecture, seed }) {
  return `${architecture}-${seed}`;
}

/** @param {{ architecture: string, seed: number, pictures: string, folder: string }} task */
async function run({ architecture, seed, pictures, folder }) {
  const train = join(pictures, 'train');
  const out = join(folder, `${architecture}-${seed}.onnx`);
  const wishes = ['--architecture', architecture, '--size', '28', '--minutes', `${minutes}`, '--seed', `${seed}`];
  /** @type {Trained} */
  const { seconds, plan, validation, whitening, dimensions } = await discern(['train', train, '--out', out, ...wishes]);
  const bundle = join(folder, `${architecture}-${seed}`);
  await discern(['fit', train, '--out', bundle, '--backbone', out]);
  /** @type {Evaluated} */
  const { classifier, gallery } = await discern(['evaluate', bundle, join(pictures, 'test')]);
  const prototypes = await byPrototypes(pictures, out);
  const told = { stages: plan.stages, validation, whitening, dimensions };
  return { architecture, seed, seconds, ...told, classifier, gallery, prototypes };
}

/**
 * The share of the test part whose nearest class mean is their own.
 * @param {string} pictures
 * @param {string} network
 */
async function byPrototypes(pictures, network) {
  const classes = readdirSync(join(pictures, 'train')).sort();
  const embedded = async (/** @type {string} */ part) => {
    const { embeddings, samples } = await embedCached((await openDataset(join(pictures, part))).samples, network);
    return { embeddings, labels: Int32Array.from(samples, ({ label }) => classes.indexOf(label ?? '')) };
  };
  const learned = await embedded('train');
  return { accuracy: mean(rightByMeans(learned, await embedded('test'), classes.length)) };
}

const approaches = /** @type {const} */ (['classifier', 'gallery', 'prototypes']);
const columns = numberColumns('network', 'seed', ...approaches, 'seconds');

/** @param {(typeof approaches)[number]} approach */
function accuracyOf(approach) {
  return (/** @type {Result} */ result) => result[approach].accuracy;
}

/** @param {Result} result */
function line({ architecture, seed, seconds, ...result }) {
  return [
    architecture,
    `${seed}`,
    ...approaches.map((approach) => result[approach].accuracy.toFixed(4)),
    seconds.toFixed(0),
  ];
}
