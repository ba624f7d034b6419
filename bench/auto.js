import { join } from 'node:path';
import { takeRows } from '#src/base/matrix.js';
import { random } from '#src/base/random.js';
import { table } from '#src/cli/text/table.js';
import { productFor } from '#src/linalg/product.js';
import { embeddingLosses } from '#src/losses/catalogue.js';
import { drawingOf } from '#src/losses/recipe-named.js';
import { mean } from '#src/metrics/mean.js';
import { nodeRuntime } from '#src/node/runtime.js';
import { usualFrame as frame } from '#src/plan/choose-plan.js';
import { openFold } from '#src/search/fold.js';
import { groupFolds } from '#src/search/group-folds.js';
import { defaultHyperparameters, sweeps } from '#src/search/hyperparameters.js';
import { searchHyperparameters } from '#src/search/search-hyperparameters.js';
import { searchedMost } from '#src/stages/search-loss.js';
import { somePictures } from '#src/stages/some-pictures.js';
import { metricHead } from '#src/train/heads/embedding-head.js';
import { keysOf } from './by-name.js';
import { classesIn } from './class-lists.js';
import { fashionPictures } from './fashion-pictures.js';
import { keptResults, sourcesHash } from './kept-results.js';
import { numberColumns } from './number-columns.js';
import { embedCached } from './our-embeddings.js';
import { emoji, grocery, omniglot } from './places.js';
import { required } from './required.js';

/**
 * @import { Benchmark, LabelledRows, Note } from './types.ts'
 * @import { Random } from '#src/base/random.js'
 * @import { EmbeddingLossName } from '#src/losses/catalogue.js'
 * @import { EmbeddingLoss } from '#src/losses/loss.js'
 * @import { Fold, SearchTools } from '#src/search/fold.js'
 */

/** @typedef {(name: string, index: number, names: readonly string[]) => boolean} IsScored */
/** @typedef {{ folder: (note: Note) => string | Promise<string>, isScored: IsScored, most: number }} PictureSet */
/** @typedef {{ loss: EmbeddingLossName, learningRate: number, margin: number, dimensions: number }} Drawn */
/** @typedef {{ name: string } & Awaited<ReturnType<typeof run>>} Result */

const seed = 0;
const draws = 50;
const { epochs } = defaultHyperparameters;

/**
 * Where a loss has a margin from 0.01 to 1, what the option is called; those in degrees take it as radians.
 * @type {Partial<Record<EmbeddingLossName, string>>}
 */
const margins = {
  arcFace: 'marginDegrees',
  subCentreArcFace: 'marginDegrees',
  tupletMargin: 'slackDegrees',
  contrastive: 'negativeMargin',
  liftedStructure: 'negativeMargin',
  margin: 'margin',
  tripletMargin: 'margin',
  cosFace: 'margin',
  proxyAnchor: 'margin',
  softTriple: 'margin',
};

/**
 * Folders of classes, which of them are scored and not learned, and how many pictures of each take part.
 * @type {Record<string, PictureSet>}
 */
const sets = {
  grocery: { folder: () => grocery.train, isScored: byOrder, most: 1000 },
  omniglot: { folder: () => omniglot, isScored: byAlphabet, most: 6 },
  emoji: { folder: () => emoji, isScored: byOrder, most: 1000 },
  fashion: {
    folder: (note) => fashionPictures(note).then((path) => join(path, 'train')),
    isScored: (_, index) => index % 5 === 4,
    most: 400,
  },
};

/**
 * What `train --head-only` chooses by itself on the frozen default backbone, given time, against the best of 50
 * random settings by the same folds: a loss of all, rate 1e-4 to 1e-1 and margin 0.01 to 1 (logarithmic), 64 to 512
 * numbers, as many epochs as are usual. Both learn from the classes that are learned and are scored once by recall@1
 * on the others: every second class, of omniglot the last 5 of 30 alphabets, of Fashion-MNIST, whose classes are few,
 * two.
 * @type {Benchmark}
 */
export async function benchmark({ options, note }) {
  const kept = keptResults('auto', sourcesHash(), options);
  const wanted = options.filter((option) => !option.startsWith('--'));
  /** @type {Result[]} */
  const results = [];
  for (const [name, set] of Object.entries(sets).filter(([name]) => wanted.length === 0 || wanted.includes(name)))
    results.push({ name, ...(await kept(name, () => run(name, set, note))) });
  return { figures: { seed, draws, results }, text: table(columns, results.map(line)) };
}

/** @param {string} name @param {PictureSet} set @param {Note} note */
async function run(name, set, note) {
  note(`${name}: embedding ...`);
  const { all, learned, scoredRows } = await embeddedSet(set, note);
  const tools = searchTools();
  const final = required(openFold(all, scoredRows, frame, tools), 'fold');
  note(`${name}: searching ...`);
  const search = await timed(async () =>
    required(await searchHyperparameters(learned, frame, { ...tools, sought: keysOf(sweeps) }), 'search'),
  );
  note(`${name}: ${draws} random settings ...`);
  const drawn = await timed(() => bestOfDrawn(learned, tools));
  return {
    pictures: all.labels.length,
    scored: scoredRows.length,
    baseline: (await final.baseline(search.chosen.dimensions)).value,
    auto: { recallAt1: (await final.scoreOf(search.chosen)).value, ...search },
    random: { recallAt1: await trained(final, drawn.best), ...drawn },
  };
}

/**
 * All pictures; of the classes that are learned as many as `train` would look at; and the numbers of the others.
 * @param {PictureSet} set
 * @param {Note} note
 */
async function embeddedSet({ folder, isScored, most }, note) {
  const classes = classesIn(await folder(note));
  const samples = classes.flatMap(({ name, paths }) =>
    paths.slice(0, most).map((path) => ({ path, label: name, part: null, group: null })),
  );
  const { embeddings, samples: embedded } = await embedCached(samples);
  const names = classes.map(({ name }) => name);
  const labels = Int32Array.from(embedded, ({ label }) => names.indexOf(label ?? ''));
  const scored = new Set(names.filter((name, index) => isScored(name, index, names)));
  const [scoredRows, others] = [true, false].map((wanted) =>
    [...labels.keys()].filter((row) => scored.has(names[labels[row]]) === wanted),
  );
  const learnedLabels = others.map((row) => labels[row]);
  const rows = somePictures(learnedLabels, searchedMost, seed).map((place) => others[place]);
  const learned = { embeddings: takeRows(embeddings, rows), labels: Int32Array.from(rows, (row) => labels[row]) };
  return { all: { embeddings, labels }, learned, scoredRows };
}

/** @param {LabelledRows} learned @param {SearchTools} tools */
async function bestOfDrawn(learned, tools) {
  const parts = groupFolds(learned.labels, random(seed, 'class folds'));
  const folds = parts.map((held) => required(openFold(learned, held, frame, tools), 'fold'));
  /** @type {(Drawn & { recallAt1: number })[]} */
  const trials = [];
  for (const setting of drawnSettings(random(seed, 'random settings'), learned.embeddings.columns)) {
    /** @type {number[]} */
    const recallAt1 = [];
    for (const fold of folds) recallAt1.push(await trained(fold, setting));
    trials.push({ ...setting, recallAt1: mean(recallAt1) });
  }
  return { best: trials.reduce((a, b) => (b.recallAt1 > a.recallAt1 ? b : a)), trials };
}

/**
 * @template {object} T
 * @param {() => Promise<T>} work
 */
async function timed(work) {
  const started = performance.now();
  return { ...(await work()), seconds: (performance.now() - started) / 1000 };
}

function searchTools() {
  return { runtime: nodeRuntime, product: productFor(nodeRuntime), seed };
}

/** @param {Random} draw @param {number} features @returns {Drawn[]} */
function drawnSettings({ uniform, integer }, features) {
  const names = keysOf(embeddingLosses);
  const logarithmic = (/** @type {number} */ least, /** @type {number} */ most) => least * (most / least) ** uniform();
  return Array.from({ length: draws }, () => ({
    loss: names[integer(names.length)],
    learningRate: logarithmic(1e-4, 1e-1),
    margin: logarithmic(0.01, 1),
    dimensions: Math.min(features, 64 + integer(512 - 64 + 1)),
  }));
}

/** @param {Fold} fold @param {Drawn} setting */
async function trained(fold, { loss, learningRate, margin, dimensions }) {
  const option = margins[loss];
  const options = option ? { [option]: option.endsWith('Degrees') ? (180 / Math.PI) * margin : margin } : {};
  /** @type {(options: object) => EmbeddingLoss} */
  const make = embeddingLosses[loss];
  const recipe = { loss: make(options) };
  const head = metricHead({ ...(await fold.size(dimensions)), recipe });
  return (await fold.trained(head, { learningRate, epochs, ...drawingOf(loss) })).value;
}

/** @type {IsScored} */
function byOrder(_, index) {
  return index % 2 === 1;
}

/** @type {IsScored} */
function byAlphabet(name, _, names) {
  const alphabets = [...new Set(names.map((each) => each.split('__')[0]))];
  return alphabets.indexOf(name.split('__')[0]) >= 25;
}

const columns = [
  { head: 'pictures' },
  ...numberColumns('as it begins', 'chosen', 'best of 50', 'difference', 'seconds of the search', 'of the 50'),
];

/** @param {Result} result */
function line({ name, baseline, auto, random: drawn }) {
  const share = (/** @type {number} */ value) => value.toFixed(4);
  const difference = 100 * (auto.recallAt1 - drawn.recallAt1);
  return [
    name,
    share(baseline),
    `${share(auto.recallAt1)} (${auto.chosen.loss})`,
    `${share(drawn.recallAt1)} (${drawn.best.loss})`,
    difference.toFixed(2),
    auto.seconds.toFixed(0),
    drawn.seconds.toFixed(0),
  ];
}
