import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { row } from '#src/base/matrix.js';
import { random } from '#src/base/random.js';
import { table } from '#src/cli/text/table.js';
import { episodeAccuracy } from '#src/evaluate/episode-accuracy.js';
import { mean } from '#src/metrics/mean.js';
import { keysOf } from './by-name.js';
import { classesIn, embeddedRows, writeList } from './class-lists.js';
import { discern, passedOn } from './command-line.js';
import { keptResults, sourcesHash } from './kept-results.js';
import { nearest } from './nearest.js';
import { numberColumns } from './number-columns.js';
import { omniglot } from './places.js';
import { required } from './required.js';

/**
 * @import { Benchmark, EmbeddedRow, ListedClass, Trained } from './types.ts'
 * @import { Matrix } from '#src/base/matrix.js'
 */

/** @typedef {ListedClass & { alphabet: string }} Character */
/** @typedef {Awaited<ReturnType<typeof run>>} Result */

const seeds = [0];
const minutes = 30;
/** A character turned by these degrees is learned as another one (Santoro et al. 2016). */
const turns = [90, 180, 270];
/** Of the alphabets in code-point order. */
const alphabets = { train: [0, 22], val: [22, 25], test: [25, 30] };
const runs = 2000;

/**
 * A network from scratch on characters of 22 alphabets, upright and turned by quarters, its epoch chosen on 3 others,
 * scored on 5 more: one example of each of 20 characters, and another drawing of each to be named by the nearest.
 * Within an alphabet as in the official runs: examples by one drawer, questions by another, both the same for all
 * characters of a run, here drawn anew 2,000 times. Mixed: characters of any of the 5 alphabets and any drawers, 600
 * episodes, 15 questions a character. `--loss NAME` and others go to `discern train`.
 * @type {Benchmark}
 */
export async function benchmark({ folder, options, note }) {
  const kept = keptResults('omniglot', `${sourcesHash()} ${passedOn(options).join(' ')}`, options);
  const characters = charactersOf(omniglot);
  /** @type {Result[]} */
  const results = [];
  for (const seed of seeds)
    results.push(
      await kept(`seed ${seed}`, async () => {
        note(`seed ${seed}, ${minutes} minutes ...`);
        return run(characters, { seed, folder, options: passedOn(options) });
      }),
    );
  return { figures: { minutes, results }, text: table(columns, results.map(line)) };
}

/** @param {string} folder @returns {Character[]} */
function charactersOf(folder) {
  const classes = classesIn(folder).filter(({ name }) => name.includes('__'));
  const all = [...new Set(classes.map(({ name }) => name.split('__')[0]))].sort();
  const partOf = (/** @type {string} */ alphabet) =>
    keysOf(alphabets).find((part) => {
      const [from, to] = alphabets[part];
      return all.indexOf(alphabet) >= from && all.indexOf(alphabet) < to;
    });
  return classes.map(({ name, paths }) => {
    const [alphabet] = name.split('__');
    return { name, alphabet, part: partOf(alphabet) ?? 'none', paths };
  });
}

/**
 * The learned characters, turned: each turn of each is a class, whose pictures are written to `folder`.
 * @param {readonly Character[]} characters
 * @param {string} folder
 */
async function turned(characters, folder) {
  const wanted = characters.filter(({ part }) => part === 'train');
  const classes = wanted.flatMap(({ name, part, paths }) =>
    turns.map((degrees) => ({ name: `${name} turned ${degrees}`, part, paths, degrees })),
  );
  /** @type {ListedClass[]} */
  const written = [];
  for (const { degrees, ...each } of classes) {
    const own = join(folder, 'turned', each.name);
    mkdirSync(own, { recursive: true });
    const write = async (/** @type {string} */ path) => {
      const to = join(own, basename(path));
      await sharp(path).rotate(degrees).toFile(to);
      return to;
    };
    written.push({ ...each, paths: await Promise.all(each.paths.map(write)) });
  }
  return written;
}

/**
 * @param {readonly Character[]} characters
 * @param {{ seed: number, folder: string, options: readonly string[] }} task
 */
async function run(characters, { seed, folder, options }) {
  const learned = writeList(join(folder, 'learned.csv'), [
    ...characters.filter(({ part }) => part !== 'test'),
    ...(await turned(characters, folder)),
  ]);
  const scored = writeList(
    join(folder, 'scored.csv'),
    characters.filter(({ part }) => part === 'test'),
  );
  const out = join(folder, `${seed}.onnx`);
  const network = ['--architecture', 'small', '--size', '28', '--preset', 'documents'];
  const wishes = ['--minutes', `${minutes}`, '--seed', `${seed}`, ...options];
  /** @type {Trained} */
  const { seconds, plan, validation, whitening } = await discern([
    'train',
    learned,
    '--out',
    out,
    ...network,
    ...wishes,
  ]);
  const rows = await embeddedRows(scored, ['--backbone', out], folder);
  return { seed, seconds, stages: plan.stages, loss: plan.loss, validation, whitening, ...scores(rows, characters) };
}

/** @param {readonly EmbeddedRow[]} rows @param {readonly Character[]} characters */
function scores(rows, characters) {
  const columnsOf = rows[0].vector.length;
  const data = Float32Array.from(rows.flatMap(({ vector }) => vector));
  const vectors = { rows: rows.length, columns: columnsOf, data };
  const labels = rows.map(({ label }) => label);
  const alphabetOf = new Map(characters.map(({ name, alphabet }) => [name, alphabet]));
  const within = withinAlphabets(vectors, rows, alphabetOf);
  const episodes = (/** @type {number} */ ways) =>
    episodeAccuracy(vectors, labels, { ways, shots: 1, queries: 15, episodes: 600, seed: 0 });
  return { within, mixed20: episodes(20), mixed5: episodes(5) };
}

/**
 * The share named wrongly in each alphabet, and its mean.
 * @param {Matrix} vectors
 * @param {readonly EmbeddedRow[]} rows
 * @param {ReadonlyMap<string, string>} alphabetOf
 */
function withinAlphabets(vectors, rows, alphabetOf) {
  /** @type {Map<string, Map<string, number>>} */
  const drawings = new Map();
  rows.forEach(({ path, label }, at) => {
    const alphabet = alphabetOf.get(label) ?? '';
    const drawer = path.split('_').at(-1);
    const ofAlphabet = drawings.get(alphabet) ?? new Map();
    drawings.set(alphabet, ofAlphabet.set(`${label} ${drawer}`, at));
  });
  const draw = random(0, 'runs');
  const errors = [...drawings].map(([alphabet, ofAlphabet]) => {
    const names = [...new Set([...ofAlphabet.keys()].map((key) => key.split(' ')[0]))];
    const drawers = [...new Set([...ofAlphabet.keys()].map((key) => key.split(' ')[1]))];
    const one = () => {
      const [asked, shown] = draw.shuffle(drawers);
      const chosen = draw.shuffle(names).slice(0, 20);
      /** @type {(name: string, drawer: string) => Float32Array} */
      const rowOf = (name, drawer) => row(vectors, required(ofAlphabet.get(`${name} ${drawer}`), 'drawing'));
      const examples = chosen.map((name) => rowOf(name, shown));
      return mean(chosen.map((name, i) => (nearest(rowOf(name, asked), examples) === i ? 0 : 1)));
    };
    return { alphabet, error: mean(Array.from({ length: runs / drawings.size }, one)) };
  });
  const byAlphabet = Object.fromEntries(errors.map(({ alphabet, error }) => [alphabet, error]));
  return { error: mean(errors.map(({ error }) => error)), alphabets: byAlphabet };
}

const columns = numberColumns('seed', 'within alphabets, 20-way error', 'mixed 20-way', 'mixed 5-way', 'seconds');

/** @param {Result} result */
function line({ seed, within, mixed20, mixed5, seconds }) {
  const share = (/** @type {number} */ value) => value.toFixed(4);
  return [`${seed}`, share(within.error), share(mixed20.accuracy), share(mixed5.accuracy), seconds.toFixed(0)];
}
