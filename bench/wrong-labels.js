import { dot, normaliseRows, row } from '#src/base/matrix.js';
import { random } from '#src/base/random.js';
import { table } from '#src/cli/text/table.js';
import { cleanLabels } from '#src/fit/clean-labels.js';
import { labelled } from '#src/fit/labelled.js';
import { classMeans } from '#src/gallery/class-means.js';
import { productFor } from '#src/linalg/product.js';
import { mean } from '#src/metrics/mean.js';
import { openDataset } from '#src/node/open-dataset.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { embedCached } from './our-embeddings.js';
import { grocery } from './places.js';

/**
 * @import { Benchmark } from './types.ts'
 * @import { Random } from '#src/base/random.js'
 * @import { Column } from '#src/cli/text/table.js'
 * @import { Embedded } from '#src/data/embedding/embedded.js'
 */

/** @typedef {{ kind: string, count: number, runs: Awaited<ReturnType<typeof oneDraw>>[] }} Result */

const seeds = [0, 1, 2, 3, 4];
const counts = [0, 5, 20, 100];
const kinds = ['any class', 'a class like it'];
/** A person takes a thing for one of so many classes that look most like it. */
const alike = 5;
const product = productFor(nodeRuntime);

/**
 * How few wrong labels among many are found: of grocery's train part as it is, 5, 20 or 100 labels become another
 * class, any or one of the five whose means are nearest to the picture. Scored are the ranking of all labels (average
 * precision, and hits among the first ten) and the labels that `fit` leaves out. Labels that were wrong before count
 * as right.
 * @type {Benchmark}
 */
export async function benchmark({ note }) {
  note('embedding ...');
  const { samples } = await openDataset(grocery.train);
  const embedded = await embedCached(samples);
  /** @type {Result[]} */
  const results = [];
  for (const kind of kinds)
    for (const count of counts.filter((each) => each > 0 || kind === kinds[0])) {
      /** @type {Result['runs']} */
      const runs = [];
      for (const seed of count === 0 ? [0] : seeds) {
        note(`${count} labels become ${kind}, seed ${seed} ...`);
        runs.push(await oneDraw(embedded, { kind, count, seed }));
      }
      results.push({ kind, count, runs });
    }
  return { figures: { pictures: samples.length, seeds, results }, text: table(columns, results.map(line)) };
}

/** @param {Embedded} embedded @param {{ kind: string, count: number, seed: number }} task */
async function oneDraw(embedded, { kind, count, seed }) {
  const { noisy, wrong } = mislabelled(embedded, { kind, count, draw: random(seed, `${count} to ${kind}`) });
  const { labelScores, suspects } = await cleanLabels(noisy, { product, seed });
  const hits = labelScores.map(({ path }) => wrong.has(path));
  return {
    averagePrecision: averagePrecision(hits),
    inFirstTen: hits.slice(0, 10).filter(Boolean).length,
    suspects: suspects.length,
    found: suspects.filter(({ path }) => wrong.has(path)).length,
  };
}

/** @param {Embedded} embedded @param {{ kind: string, count: number, draw: Random }} how */
function mislabelled(embedded, { kind, count, draw }) {
  const { labels, classes } = labelled(embedded);
  const means = normaliseRows(classMeans(embedded.embeddings, labels, classes.length));
  const chosen = new Set(draw.shuffle([...labels.keys()]).slice(0, count));
  const samples = embedded.samples.map((sample, i) => {
    if (!chosen.has(i)) return sample;
    const closeness = (/** @type {number} */ c) => dot(row(embedded.embeddings, i), row(means, c));
    const others = [...classes.keys()].filter((c) => c !== labels[i]).sort((a, b) => closeness(b) - closeness(a));
    const among = kind === kinds[0] ? others : others.slice(0, alike);
    return { ...sample, label: classes[among[draw.integer(among.length)]] };
  });
  return { noisy: { ...embedded, samples }, wrong: new Set([...chosen].map((i) => embedded.samples[i].path)) };
}

/**
 * Mean over the hits of the share of hits up to them; null without hits.
 * @param {readonly boolean[]} hits
 */
function averagePrecision(hits) {
  const precisions = hits.flatMap((hit, i) => (hit ? [hits.slice(0, i + 1).filter(Boolean).length / (i + 1)] : []));
  return precisions.length > 0 ? mean(precisions) : null;
}

/** @type {Column[]} */
const columns = [
  { head: 'labels wrong' },
  { head: 'taken for' },
  { head: 'average precision', align: 'right' },
  { head: 'in the first ten, by seed', align: 'right' },
  { head: 'left out rightly', align: 'right' },
  { head: 'left out wrongly', align: 'right' },
];

/** @param {Result} result */
function line({ kind, count, runs }) {
  const each = (/** @type {(run: Result['runs'][number]) => number} */ figure) => runs.map(figure).join(', ');
  return [
    `${count}`,
    count === 0 ? '-' : kind,
    count === 0 ? '-' : mean(runs.map((run) => run.averagePrecision ?? Number.NaN)).toFixed(3),
    each((run) => run.inFirstTen),
    each((run) => run.found),
    each((run) => run.suspects - run.found),
  ];
}
